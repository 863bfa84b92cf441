import { renameSync } from 'node:fs';
import { codeOf } from '../../core/errors.js';

/**
 * Renames a finished file or folder to where it belongs, in one step.
 *
 * On Windows a rename is refused while another program has the file open, if only a virus scanner
 * that looks at what was just written: it is tried again for about two seconds.
 */
export function moveIntoPlace(
  from: string,
  to: string,
  rename: (from: string, to: string) => void = renameSync,
): void {
  for (let wait = 10; ; wait *= 2) {
    try {
      rename(from, to);
      return;
    } catch (error) {
      if (!IN_USE.includes(codeOf(error) ?? '') || wait > LONGEST_WAIT) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait);
    }
  }
}

const IN_USE: readonly string[] = ['EPERM', 'EACCES', 'EBUSY'];
/** Milliseconds. */
const LONGEST_WAIT = 1000;
