import { plain } from '../../core/words/plain.js';
import type { Output } from '../output.js';

/** Where progress is shown: lines that stay, and under them lines that change. */
export interface Screen {
  /** Prints a line that stays. */
  print(line: string): void;
  /** Paints what `lines` returns, again and again, until told otherwise; null: nothing. */
  show(lines: (() => readonly string[]) | null): void;
}

/** Milliseconds between two paintings. */
const INTERVAL = 200;

/**
 * A screen over an output. Changing lines are for terminals only: elsewhere nothing is painted, and
 * `print` is all there is.
 */
export function createScreen(output: Output): Screen {
  let current: (() => readonly string[]) | null = null;
  let timer: NodeJS.Timeout | undefined;
  let painted = 0;

  function paint(): void {
    const lines = (current?.() ?? []).map(plain);
    output.repaint(lines, painted);
    painted = lines.length;
  }

  return {
    print(line) {
      if (painted > 0) output.repaint([], painted);
      painted = 0;
      output.write(`${plain(line)}\n`);
      if (current) paint();
    },
    show(lines) {
      if (!output.isTerminal) return;
      clearInterval(timer);
      const wasShown = current !== null;
      current = lines;
      if (current || wasShown) paint();
      timer = current ? setInterval(paint, INTERVAL).unref() : undefined;
    },
  };
}
