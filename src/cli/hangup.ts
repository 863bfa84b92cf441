import { EXIT } from '../core/errors.js';
import { startedByNohup } from '../machine/terminal-gone.js';

/** What a shell reads of a process that a closed terminal ended: 128 and the signal's number. */
export const HUNG_UP = 129;

let listeners = 0;

/**
 * Calls back, with the exit code that is due, when the terminal was closed; the listener then ends
 * the process. A process that `nohup` started goes on.
 */
export function onHangup(listener: (code: number) => void): () => void {
  const onSignal = () => {
    if (!startedByNohup()) listener(HUNG_UP);
  };
  listeners += 1;
  process.on('SIGHUP', onSignal);
  return () => {
    listeners -= 1;
    process.off('SIGHUP', onSignal);
  };
}

/**
 * What is written finds no reader (`thaw ... | head`, a terminal that was closed): that ends a
 * command whose output is all there is to it, without a word. One that is at work goes on.
 */
export function leaveUnread(code: string, exitNow: (code: number) => void): void {
  if (listeners === 0) exitNow(code === 'EPIPE' ? EXIT.done : HUNG_UP);
}
