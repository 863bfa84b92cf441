import { useEffect, useState } from 'preact/hooks';

/** Puts a text where it can be pasted from, and says so. */
export function Copy({ text, what = 'copy' }: { readonly text: string; readonly what?: string }) {
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => setSaid(null), 2000);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <button
      type="button"
      class="quiet copy"
      onClick={async () => setSaid((await copied(text)) ? 'copied' : 'select it by hand')}
    >
      <span role="status">{said ?? what}</span>
    </button>
  );
}

/** Browsers have a clipboard only at addresses that they trust, loopback among them. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
