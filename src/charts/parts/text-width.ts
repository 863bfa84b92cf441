/**
 * About how many pixels a text takes, whatever of the usual fonts draws it: nobody can measure it in a
 * terminal, and it must be the same everywhere. Rather too many than too few.
 */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) width += shareOf(character);
  return width * size;
}

/** Of the size. */
function shareOf(character: string): number {
  if (/[ijl.,:;|!'`()[\] ]/.test(character)) return 0.33;
  if (/[a-z0-9_+\-–]/.test(character)) return /[mw]/.test(character) ? 0.88 : 0.59;
  if (/[\u0020-\u024f\u0370-\u04ff]/.test(character)) return 0.76;
  return 1.05;
}

/** How many characters fit, at least a few. */
export function fitting(width: number, size: number): number {
  return Math.max(4, Math.floor(width / (0.6 * size)));
}
