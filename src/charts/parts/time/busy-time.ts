/** A stretch of time in which something ran, in seconds. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Time with its pauses left out. */
export interface BusyTime {
  /** Seconds in which something ran up to a time. */
  at(time: number): number;
  readonly total: number;
  /** Seconds in which nothing ran, that are not shown. */
  readonly paused: number;
}

/** Pauses that are a fiftieth of the whole are left out, or they would take what there is to see. */
export function busyTime(stretches: readonly Stretch[]): BusyTime {
  const runs: { from: number; to: number }[] = [];
  for (const { from, to } of stretches.toSorted((a, b) => a.from - b.from)) {
    const last = runs.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else runs.push({ from, to });
  }
  const busy = runs.reduce((sum, { from, to }) => sum + (to - from), 0);
  const gaps = runs.flatMap(({ from }, k) => {
    const before = runs[k - 1];
    return before && from - before.to > busy / 50 ? [{ at: from, length: from - before.to }] : [];
  });
  const start = runs[0]?.from ?? 0;
  const at = (time: number) =>
    gaps.reduce((sum, { at, length }) => (time >= at ? sum - length : sum), time - start);
  const paused = gaps.reduce((sum, { length }) => sum + length, 0);
  return { at, paused, total: at(runs.at(-1)?.to ?? 0) };
}
