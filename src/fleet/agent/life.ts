/** What took longest so far, in milliseconds. */
export interface Slowest {
  readonly snapshotMs: number;
  readonly stepMs: number;
}

/** Milliseconds to drain in where nothing was measured yet. */
const UNMEASURED = 30_000;

/** Of what was measured, for a disk or a network that is slower the next time. */
const SLOWER = 2;

/** Milliseconds for what is told at the end, and for a process to leave. */
const LEAVING = 5000;

/** Milliseconds to allow for a running step, a snapshot and its way to the others. */
export function timeToDrain({ snapshotMs, stepMs }: Slowest): number {
  const measured = snapshotMs + stepMs;
  return LEAVING + (measured > 0 ? SLOWER * measured : UNMEASURED);
}
