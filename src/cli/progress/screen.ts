import type { Output } from '../context.js';

/** Where progress is shown: lines that stay, and under them text that changes. */
export interface Screen {
  /** Prints lines that stay. */
  print(text: string): void;
  /** Paints what `lines` returns, again and again, until told otherwise; null: nothing. */
  show(lines: (() => readonly string[]) | null): void;
}

/** Milliseconds between two paintings. */
const INTERVAL = 200;

/**
 * A screen over an output. Changing text is for terminals only: elsewhere nothing is painted, and
 * `print` is all there is.
 */
export function createScreen(output: Output): Screen {
  let current: (() => readonly string[]) | null = null;
  let timer: NodeJS.Timeout | undefined;
  let painted = 0;

  function toTop(): string {
    return painted > 0 ? `\x1b[${painted}A\r` : '';
  }

  function paint(): void {
    const text = current?.() ?? [];
    // One write, line by line over the old ones: clearing first would flicker.
    output.write(`${toTop()}${text.map((line) => `${line}\x1b[K\n`).join('')}\x1b[J`);
    painted = text.length;
  }

  return {
    print(text) {
      if (painted > 0) output.write(`${toTop()}\x1b[J`);
      painted = 0;
      output.write(`${text}\n`);
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
