import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { onKernel } from '../../device/watched-kernels.js';

/**
 * Leaves word of how far a trial is, for whoever finds its process dead: to the very kernel, so that
 * two kills from outside are hardly ever taken for one fault of its own. It need not outlive the
 * machine, so nothing is synced: some microseconds each.
 */
export interface PlaceMark {
  /** So many steps of an epoch are done. */
  at(epoch: number, step: number): void;
  /** There is no need any more. */
  close(): void;
}

/** Blanks after the text cover an older, longer one. */
const LENGTH = 40;

/** Null: no word is to be left. */
export function createPlaceMark(path: string | null): PlaceMark {
  const file = path === null ? null : openOrNull(path);
  if (path === null || file === null) return { at: () => undefined, close: () => undefined };
  let from = 'start';
  let kernels = 0;

  onKernel(() => {
    kernels += 1;
    try {
      writeSync(file, `${from}+${kernels}`.padEnd(LENGTH), 0);
    } catch {
      // A full disk: what is known is less exact then.
    }
  });
  return {
    at(epoch, step) {
      from = `${epoch}.${step}`;
      kernels = 0;
    },
    close() {
      onKernel(null);
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
