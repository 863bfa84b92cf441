/**
 * Whether agents may be given up: not for one whole lease after there was no telling whether they
 * gave signs of life. Pure; times in milliseconds.
 */
export interface Patience {
  /** The database answered; since when its server runs, by its own clock, and what that says now. */
  seen(at: number, server: { readonly now: number; readonly began: number }): void;
  /** It did not answer. */
  missed(): void;
  mayExpire(at: number): boolean;
}

/**
 * A gateway that starts, one that could not reach the database, a database that was restarted, and a
 * process that stood still for `stillMs` (stopped, asleep) all begin to wait anew.
 */
export function createPatience(leaseMs: number, stillMs: number): Patience {
  let goodSince: number | null = null;
  let last: number | null = null;
  let upFor = 0;
  return {
    seen(at, { now, began }) {
      if (goodSince === null || last === null || at - last > stillMs) goodSince = at;
      last = at;
      upFor = now - began;
    },
    missed() {
      goodSince = null;
    },
    mayExpire: (at) => goodSince !== null && at - goodSince >= leaseMs && upFor >= leaseMs,
  };
}
