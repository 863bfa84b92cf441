/** What to know of this Node, of a version such as `20.19.0`; null: nothing. */
export function nodeNote(version: string): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 12)) return null;
  return `a gateway is at its best on Node 22.12 or newer, which its queue (pg-boss) asks for; this is Node ${version}. Thaw is tested on both, and agents need no more than Node 20.`;
}
