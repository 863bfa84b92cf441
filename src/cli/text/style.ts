/**
 * Marks text for a terminal; returns it unchanged where colors are off. The marks are Unicode
 * noncharacters, which are there for a program's own use; only `createOutput` turns them into the
 * terminal's codes. So no code that comes from a file can pass for one of ours.
 */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly blue: (text: string) => string;
  readonly magenta: (text: string) => string;
  readonly cyan: (text: string) => string;
}

export function createStyle(colors: boolean): Style {
  const mark = (on: string, off: string) => (text: string) =>
    colors && text !== '' ? `${on}${text}${off}` : text;
  return {
    bold: mark('\ufdd0', '\ufdd1'),
    dim: mark('\ufdd2', '\ufdd1'),
    red: mark('\ufdd3', '\ufdd4'),
    green: mark('\ufdd5', '\ufdd4'),
    yellow: mark('\ufdd6', '\ufdd4'),
    blue: mark('\ufdd7', '\ufdd4'),
    magenta: mark('\ufdd8', '\ufdd4'),
    cyan: mark('\ufdd9', '\ufdd4'),
  };
}

/** What each mark is to a terminal: parameters of the code Select Graphic Rendition (ECMA-48). */
const RENDITIONS: Readonly<Record<string, number>> = {
  '\ufdd0': 1,
  '\ufdd1': 22,
  '\ufdd2': 2,
  '\ufdd3': 31,
  '\ufdd4': 39,
  '\ufdd5': 32,
  '\ufdd6': 33,
  '\ufdd7': 34,
  '\ufdd8': 35,
  '\ufdd9': 36,
};

const MARKS = /[\ufdd0-\ufdd9]/g;

/** The text without its marks. */
export function withoutMarks(text: string): string {
  return text.replace(MARKS, '');
}

/** The text with each mark as the code that a terminal understands. */
export function marksToCodes(text: string): string {
  return text.replace(MARKS, (mark) => `\x1b[${RENDITIONS[mark]}m`);
}

/**
 * Whether to color a stream: NO_COLOR (https://no-color.org: any text) turns colors off,
 * FORCE_COLOR (anything but 0 and false) on; else colors are for terminals.
 */
export function wantsColor(
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  if (env.NO_COLOR) return false;
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTerminal && env.TERM !== 'dumb';
}
