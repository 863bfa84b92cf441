import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { onKernel } from '../../device/watched-kernels.js';
import { removeFile } from '../../machine/files/remove-file.js';

/**
 * Leaves word of how far a cohort is, for whoever finds its process dead: to the step, and
 * of a trial that trains alone to the very kernel, so that two kills from outside are hardly ever
 * taken for one fault of its own. It need not outlive the machine, so nothing is synced: some
 * microseconds each.
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

/** Before the first step. */
const START = 'start';

/** Blanks after the text cover an older, longer one. */
const LENGTH = 40;

/** `path` null: no word is to be left. `toKernel`: of each kernel, too. */
export function createPlaceMark(path: string | null, toKernel: boolean): PlaceMark {
  const fd = path === null ? null : openOrNull(path);
  return path === null || fd === null ? NOWHERE : markIn(path, fd, toKernel);
}

function markIn(path: string, fd: number, toKernel: boolean): PlaceMark {
  let from = START;
  let since = 0;
  let isOn = false;
  let isResting = false;

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

  /** Which trial takes a step may change; what comes before the first step may be long. */
  function markStep(): void {
    if (from === START) mark();
    else if (isResting) write(from);
    isResting = false;
  }

  if (toKernel) onKernel(mark);
  return {
    at(epoch, step) {
      from = `${epoch}.${step}`;
      since = 0;
      if (!toKernel) write(from);
    },
    next() {
      if (isOn) (toKernel ? mark : markStep)();
      isOn = true;
    },
    rest() {
      isResting = true;
      write('');
    },
    close() {
      onKernel(null);
      closeSync(fd);
      removeFile(path);
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
