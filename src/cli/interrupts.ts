import { EXIT } from '../core/errors.js';
import type { CliContext } from './context.js';

/** Signals closer together than this are one: npm passes on what the terminal sent already. */
const SAME_SIGNAL = 500;

/** Milliseconds that a process which is to leave at once takes for what must be done first. */
const LEAVING = 1000;

/** Milliseconds that running steps may take to end after a hangup: whoever hung up may kill next. */
const HANGING_UP = 8000;

export interface Interrupts {
  /** Aborts at the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** `act` is to be done before the process has to leave at once; returns how to forget it. */
  onLeave(act: () => Promise<void>): () => void;
  /** Stops listening. */
  close(): void;
}

/**
 * Ctrl-C, and SIGTERM alike: once asks for a gentle stop (`notice` says so to the user), once more
 * ends the process within a second. A third time, it ends then and there. A hangup asks for a gentle
 * stop, too, but ends the process after some seconds whatever still runs.
 */
export function watchInterrupts(
  {
    onSignal,
    onHangup,
    now,
    exitNow,
  }: Pick<CliContext, 'onSignal' | 'onHangup' | 'now' | 'exitNow'>,
  notice: () => void,
): Interrupts {
  const controller = new AbortController();
  const leaving = new Set<() => Promise<void>>();
  let last = Number.NEGATIVE_INFINITY;
  let isLeaving = false;
  let hungUp: number | null = null;

  async function leave(code: number): Promise<void> {
    if (isLeaving) return;
    isLeaving = true;
    const acts = Promise.allSettled(Array.from(leaving, (act) => act()));
    const late = new Promise((resolve) => setTimeout(resolve, LEAVING).unref());
    await Promise.race([acts, late]);
    exitNow(code);
  }

  const forgetSignals = onSignal(() => {
    if (now() - last < SAME_SIGNAL) return;
    last = now();
    if (isLeaving) exitNow(EXIT.interrupted);
    else if (controller.signal.aborted) void leave(EXIT.interrupted);
    else {
      controller.abort();
      notice();
    }
  });
  const forgetHangup = onHangup((code) => {
    if (hungUp !== null) return;
    hungUp = code;
    controller.abort();
    setTimeout(() => void leave(code), HANGING_UP).unref();
  });
  return {
    signal: controller.signal,
    onLeave(act) {
      leaving.add(act);
      return () => leaving.delete(act);
    },
    close() {
      forgetSignals();
      forgetHangup();
      // Nobody is there to read how it ended.
      if (hungUp !== null) exitNow(hungUp);
    },
  };
}
