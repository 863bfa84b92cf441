import { codeOf } from '../core/errors.js';
/** Whether a process of this machine has this id now. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, and belongs to someone else. Otherwise there is none (ESRCH), or there can't
    // be one, as where a torn file gave no number.
    return codeOf(error) === 'EPERM';
  }
}
