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
  /** Something begins: a step, a block of images. Until the second time, nothing is known. */
  next(): void;
  /** Until something begins, it waits for others, or for the disk: a death then is not its doing. */
  rest(): void;
  /** There is no need any more. */
  close(): void;
}

/** Blanks after the text cover an older, longer one. */
const LENGTH = 40;

/** Null: no word is to be left. */
export function createPlaceMark(path: string | null): PlaceMark {
  const fd = path === null ? null : openOrNull(path);
  return path === null || fd === null ? NOWHERE : markIn(path, fd);
}

function markIn(path: string, fd: number): PlaceMark {
  let from = 'start';
  let since = 0;
  let isOn = false;

  function write(text: string): void {
    try {
      writeSync(fd, text.padEnd(LENGTH), 0);
    } catch {
      // A full disk: what is known is less exact then.
    }
  }

  function mark(): void {
    since += 1;
    write(`${from}+${since}`);
  }

  onKernel(mark);
  return {
    at(epoch, step) {
      from = `${epoch}.${step}`;
      since = 0;
    },
    next() {
      if (isOn) mark();
      isOn = true;
    },
    rest: () => write(''),
    close() {
      onKernel(null);
      closeSync(fd);
      rmSync(path, { force: true });
    },
  };
}

const NOWHERE: PlaceMark = {
  at: () => undefined,
  next: () => undefined,
  rest: () => undefined,
  close: () => undefined,
};

function openOrNull(path: string): number | null {
  try {
    mkdirSync(dirname(path), { recursive: true });
    return openSync(path, 'w');
  } catch {
    return null;
  }
}
