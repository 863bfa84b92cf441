import type { Output } from '../context.js';

/** Text under the last printed line that is replaced as work goes on. */
export interface Live {
  /** Prints lines that stay. */
  print(text: string): void;
  /** Paints at once; without, a few times a second. */
  refresh(): void;
  /** Removes the changing text and stops. */
  close(): void;
}

/** Milliseconds between two paintings. */
const INTERVAL = 200;

/**
 * Paints what `lines` returns, again and again. On a terminal only: elsewhere nothing is painted
 * and `print` is all there is.
 */
export function createLive(output: Output, lines: () => readonly string[]): Live {
  let painted = 0;

  function clear(): void {
    if (painted > 0) output.write(`\x1b[${painted}A\r\x1b[J`);
    painted = 0;
  }

  function refresh(): void {
    if (!output.isTerminal) return;
    const text = lines();
    const up = painted > 0 ? `\x1b[${painted}A\r` : '';
    // One write, line by line over the old ones: clearing first would flicker.
    output.write(`${up}${text.map((line) => `${line}\x1b[K\n`).join('')}\x1b[J`);
    painted = text.length;
  }

  const timer = output.isTerminal ? setInterval(refresh, INTERVAL).unref() : undefined;
  return {
    print(text) {
      clear();
      output.write(`${text}\n`);
      refresh();
    },
    refresh,
    close() {
      clearInterval(timer);
      clear();
    },
  };
}
