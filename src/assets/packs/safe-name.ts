/**
 * Parts of a name that came from elsewhere, each the name of one entry in a folder; null: it leads
 * out of it, or is none on some system.
 */
export function safeParts(name: string): readonly string[] | null {
  const parts = name.split('/');
  const isSafe = parts.length <= DEEPEST && parts.every(isEntry);
  return isSafe ? parts : null;
}

const DEEPEST = 32;

/** No `.`, no `..`, no drive, no way to write the same in another way. */
function isEntry(part: string): boolean {
  if (part === '' || part === '.' || part === '..' || Buffer.byteLength(part) > 255) return false;
  return !part.includes('\0') && !part.includes('\\') && !/^[A-Za-z]:/.test(part);
}
