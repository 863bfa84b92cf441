/**
 * A text from a file, a folder's name or another program, made safe to show on one line: each run
 * of control characters, which could color, overwrite or reorder what a terminal shows, is a space.
 */
export function plain(text: string): string {
  return text.replace(CONTROLS, ' ');
}

/** The same for a text of several lines, which stay. */
export function plainLines(text: string): string {
  return text.split('\n').map(plain).join('\n');
}

/** The same characters in JSON's own spelling, so that a text of JSON loses nothing. */
export function escaped(json: string): string {
  return json.replace(
    ESCAPED,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A text cut to so many characters, with an ellipsis where something was lost. */
export function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** What JSON lets pass of these, and the marks of our own styles. */
const ESCAPED = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdd9]/g;

/** C0, DEL and C1; Unicode's line separators, and its marks that reverse what follows. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is sought
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g;
