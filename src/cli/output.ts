import { plainLines } from '../core/words/plain.js';
import { marksToCodes, withoutMarks } from './text/style.js';

/**
 * A place to write text to. It is the one door to the terminal: names, paths and messages come from
 * files, and may hold codes that move the cursor, set the window's title or hide text. Whatever is
 * written here, no control character passes but line ends and the marks of `createStyle`.
 */
export interface Output {
  write(text: string): void;
  /**
   * Terminals only: goes `up` lines up, writes these over what stands there, and clears what is
   * left below.
   */
  repaint(lines: readonly string[], up: number): void;
  readonly isTerminal: boolean;
  /** Width in columns; 80 where it is no terminal. Asked anew: terminals change. */
  columns(): number;
  readonly colors: boolean;
  /** Why something written here was lost, as the system's code; null: nothing was. */
  lost(): string | null;
  /** Resolves once a slow reader has taken what was written, or will take no more. */
  taken(): Promise<void>;
}

/** Where text goes once it is clean. */
export interface Sink extends Pick<Output, 'isTerminal' | 'columns' | 'colors'> {
  send(text: string): void;
  /** Absent: nothing is ever lost. */
  lost?(): string | null;
  /** Absent: nothing is ever waited for. */
  taken?(): Promise<void>;
}

export function createOutput({ send, isTerminal, columns, colors, lost, taken }: Sink): Output {
  const cleaned = (text: string) => {
    const clean = plainLines(text);
    return colors ? marksToCodes(clean) : withoutMarks(clean);
  };
  return {
    isTerminal,
    columns,
    colors,
    lost: lost ?? (() => null),
    taken: taken ?? (async () => {}),
    write: (text) => send(cleaned(text)),
    repaint(lines, up) {
      const painted = lines.map((line) => `${cleaned(line)}\x1b[K\n`).join('');
      // One write, line by line over the old ones: clearing first would flicker.
      send(`${up > 0 ? `\x1b[${up}A\r` : ''}${painted}\x1b[J`);
    },
  };
}
