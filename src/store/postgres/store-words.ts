import { StoreError } from '../../core/errors.js';
import { formatDuration } from '../../core/words/format-duration.js';

export function notHeld(id: number): StoreError {
  return new StoreError(`sweep ${id} is not held any more: nothing was changed`);
}

export function waitingNote(name: string, patienceMs: number): string {
  return `database ${name}: the server cannot be reached. What runs goes on, and what it tells is kept until it can be written; if that takes longer than ${formatDuration(patienceMs)}, it stops`;
}

export function waitedNote(name: string, ms: number): string {
  return `database ${name}: the server is back after ${Math.round(ms / 1000)} s; all that was kept is in it`;
}
