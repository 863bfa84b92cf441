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

/**
 * `work`, which stops at the signal by itself, and is given some seconds to remove what it made. Then
 * an `InterruptedError`, whatever it says.
 */
export async function cleanedUp<Result>(
  work: Promise<Result>,
  signal: AbortSignal,
  message = 'Interrupted.',
): Promise<Result> {
  try {
    return await Promise.race([work, lateAfter(signal)]);
  } catch (error) {
    throw signal.aborted ? new InterruptedError(message) : error;
  }
}

/** Rejects some time after the signal. */
function lateAfter(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const wait = () => setTimeout(() => reject(new Error('It did not stop.')), CLEANING).unref();
    if (signal.aborted) wait();
    else signal.addEventListener('abort', wait, { once: true });
  });
}

/** Milliseconds. */
const CLEANING = 10_000;
