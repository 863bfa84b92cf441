import { EXIT, ThawError } from '../core/errors.js';

/** The user stopped a use case before there was anything to keep. */
export class InterruptedError extends ThawError {
  readonly code = 'E_INTERRUPTED';
  readonly exitCode = EXIT.interrupted;
}

/**
 * `work`, or an `InterruptedError` as soon as `signal` aborts; `work` itself goes on unheard.
 */
export async function unlessInterrupted<Result>(
  work: Promise<Result>,
  signal: AbortSignal,
  message = 'Interrupted before anything was started.',
): Promise<Result> {
  const heard = new AbortController();
  const interrupted = new Promise<never>((_, reject) => {
    const stop = () => reject(new InterruptedError(message));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true, signal: heard.signal });
  });
  // Whichever loses must not surface as an unhandled rejection.
  interrupted.catch(() => undefined);
  work.catch(() => undefined);
  return Promise.race([work, interrupted]).finally(() => heard.abort());
}
