/** A path as one word of a command line that a user can type. */
export function shellWord(path: string): string {
  return /^[\w./:@\\~-]+$/.test(path) ? path : `"${path}"`;
}
