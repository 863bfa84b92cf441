/** Milliseconds between two looks. */
const INTERVAL = 1000;

/** How many times its longest wait so far a worker may take. */
const LONGER = 20;

export interface WatchdogParts {
  /** Changes for as long as the worker gets on. */
  pulse(): number;
  /** Milliseconds without a change that are always granted. */
  readonly patienceMs: number;
  /** Called once, with the milliseconds waited. */
  stalled(ms: number): void;
}

/**
 * Looks whether a worker gets on, until it is closed. Time in which this process did not run either
 * (a laptop that slept, SIGSTOP) is not counted: no look counts for more than two intervals.
 */
export function createWatchdog({ pulse, patienceMs, stalled }: WatchdogParts): { close(): void } {
  const interval = Math.min(INTERVAL, patienceMs / 4);
  let last = pulse();
  let looked = performance.now();
  let quiet = 0;
  let longest = 0;

  const timer = setInterval(() => {
    const now = performance.now();
    quiet += Math.min(now - looked, 2 * interval);
    looked = now;
    const current = pulse();
    if (current !== last) {
      longest = Math.max(longest, quiet);
      quiet = 0;
      last = current;
    } else if (quiet > Math.max(patienceMs, LONGER * longest)) {
      clearInterval(timer);
      stalled(quiet);
    }
  }, interval).unref();
  return { close: () => clearInterval(timer) };
}
