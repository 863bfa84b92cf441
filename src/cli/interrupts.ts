import { EXIT, ThawError } from '../core/errors.js';
import type { CliContext } from './context.js';

/** Signals closer together than this are one: npm passes on what the terminal sent already. */
const SAME_SIGNAL = 500;

export interface Interrupts {
  /** Aborts at the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** Stops listening. */
  close(): void;
}

/**
 * Ctrl-C, and SIGTERM alike: once asks for a gentle stop (`notice` says so to the user), once more
 * ends the process at once. What is in the database by then stays.
 */
export function watchInterrupts(
  { onSignal, now, exitNow }: Pick<CliContext, 'onSignal' | 'now' | 'exitNow'>,
  notice: () => void,
): Interrupts {
  const controller = new AbortController();
  let last = Number.NEGATIVE_INFINITY;
  const close = onSignal(() => {
    const since = now() - last;
    last = now();
    if (since < SAME_SIGNAL) return;
    if (controller.signal.aborted) exitNow(EXIT.interrupted);
    controller.abort();
    notice();
  });
  return { signal: controller.signal, close };
}

/** The user stopped a command before there was anything to keep. */
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
  message: string,
): Promise<Result> {
  const interrupted = new Promise<never>((_, reject) => {
    const stop = () => reject(new InterruptedError(message));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  // Whichever loses must not surface as an unhandled rejection.
  interrupted.catch(() => undefined);
  work.catch(() => undefined);
  return Promise.race([work, interrupted]);
}
