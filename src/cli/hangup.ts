/** What a shell reads of a process that a closed terminal ended: 128 and the signal's number. */
export const HUNG_UP = 129;

const listeners = new Set<(code: number) => void>();

/**
 * Calls back, with the exit code that is due, once nobody can read what is written any more: the
 * terminal was closed, or the reader of a pipe left. The listener then ends the process.
 */
export function onHangup(listener: (code: number) => void): () => void {
  const onSignal = () => listener(HUNG_UP);
  listeners.add(listener);
  process.on('SIGHUP', onSignal);
  return () => {
    listeners.delete(listener);
    process.off('SIGHUP', onSignal);
  };
}

/** What is written finds no reader. False: no command is at work that would end the process. */
export function hangUp(code: number): boolean {
  for (const listener of listeners) listener(code);
  return listeners.size > 0;
}
