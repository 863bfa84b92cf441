import { setTimeout as wait } from 'node:timers/promises';

/** Time as it passes, whatever the machine's clock is set to; and chance. */
export interface Clock {
  /** Milliseconds since some fixed moment. */
  now(): number;
  /** Resolves after so many milliseconds, or as soon as `signal` aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** From 0, below 1. */
  random(): number;
}

export const clock: Clock = {
  now: () => performance.now(),
  async sleep(ms, signal) {
    await wait(Math.max(0, Math.min(ms, LONGEST)), undefined, { signal }).catch(() => undefined);
  },
  random: Math.random,
};

/** What a timer can wait, in milliseconds. */
const LONGEST = 2 ** 31 - 1;
