import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Leaves word of how far a cohort is, for whoever finds its process dead. It need not outlive the
 * machine, so nothing is synced: some microseconds each.
 */
export interface PlaceMark {
  /** So many steps of an epoch are done. */
  at(epoch: number, step: number): void;
  /** One thing more is done since. */
  next(): void;
  /** There is no need any more. */
  close(): void;
}

/** Blanks after the text cover an older, longer one. */
const LENGTH = 40;

export function createPlaceMark(path: string): PlaceMark {
  const file = openOrNull(path);
  let from = 'start';
  let since = 0;

  function mark(): void {
    if (file === null) return;
    try {
      writeSync(file, `${from}+${since}`.padEnd(LENGTH), 0);
    } catch {
      // A full disk: what is known is less exact then.
    }
  }

  return {
    at(epoch, step) {
      from = `${epoch}.${step}`;
      since = 0;
      mark();
    },
    next() {
      since += 1;
      mark();
    },
    close() {
      if (file === null) return;
      closeSync(file);
      rmSync(path, { force: true });
    },
  };
}

function openOrNull(path: string): number | null {
  try {
    mkdirSync(dirname(path), { recursive: true });
    return openSync(path, 'w');
  } catch {
    return null;
  }
}
