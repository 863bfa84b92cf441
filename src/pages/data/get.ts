/** What the server said no to, in a sentence for the person who reads it. */
export class RefusedError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

interface Kept {
  readonly tag: string;
  readonly body: unknown;
}

/** So many documents stay to be asked for by their tag. */
const MOST_KEPT = 40;
const kept = new Map<string, Kept>();

/**
 * An answer's JSON; null where it has none. What has not changed since is the same object. `onLate`: told
 * if it is of an earlier state than now's, and after how long to ask again.
 *
 * @throws {RefusedError} the server says no. {TypeError} there is none.
 */
export async function get(
  address: string,
  headers: Readonly<Record<string, string>> = {},
  signal?: AbortSignal,
  onLate?: (ms: number) => void,
): Promise<unknown> {
  const known = kept.get(address);
  const response = await fetch(address, {
    headers: { ...headers, ...(known && { 'If-None-Match': known.tag }) },
    cache: 'no-store',
    ...(signal && { signal }),
  });
  const late = response.headers.get('Retry-After');
  if (late !== null && (response.ok || response.status === 304)) onLate?.(1000 * Number(late));
  if (response.status === 304 && known) return known.body;
  if (response.status === 204) return null;
  if (!response.ok) throw new RefusedError(response.status, await reasonOf(response));
  const body: unknown = await response.json();
  const tag = response.headers.get('ETag');
  if (tag !== null) keep(address, { tag, body });
  return body;
}

/** What an address last answered, however long ago; undefined: it is not kept. */
export function lastKnown(address: string): unknown {
  return kept.get(address)?.body;
}

/** What to tell of a failure. */
export function problemText(error: unknown): string {
  if (error instanceof RefusedError) return error.message;
  return 'The dashboard’s server does not answer. Is `thaw dashboard` still running?';
}

function keep(address: string, answer: Kept): void {
  kept.delete(address);
  kept.set(address, answer);
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_KEPT) return;
    kept.delete(oldest);
  }
}

async function reasonOf(response: Response): Promise<string> {
  if (response.status === 401) {
    return 'This browser has no key to the dashboard: open the address that `thaw dashboard` printed.';
  }
  const body: unknown = await response.json().catch(() => null);
  const said = typeof body === 'object' && body !== null && 'error' in body ? body.error : null;
  return typeof said === 'string' ? said : `The server answered ${response.status}.`;
}
