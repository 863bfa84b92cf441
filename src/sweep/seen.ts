import type { Json } from '../core/json.js';
import { isFinal } from '../core/trial-state.js';
import { numberRanges } from '../core/words/number-ranges.js';
import type { StudyRun } from '../search/study-runs.js';

/**
 * What a sampler saw of a sweep when it proposed a point, short enough to be kept with it. Reports
 * are final, so that the study can be made again from the trials as they are later: of ended trials
 * all epochs were seen, of running and paused ones as many as told here, of others none.
 */
export interface Seen {
  /** Trials in final states, by number: `0-4, 7`. */
  readonly ended: string;
  /** Others that had reported: number, epochs, and whether they ran then (else: paused). */
  readonly open: readonly (readonly [number: number, epochs: number, runs: boolean])[];
  /** Trials that had a row. */
  readonly trials: number;
  /** The first point that was asked for together with this one, and how many. */
  readonly asked: readonly [first: number, count: number];
}

export function seenOf(runs: readonly StudyRun[], asked: Seen['asked']): Seen & Json {
  return {
    ended: numberRanges(runs.filter(({ state }) => isFinal(state)).map(({ number }) => number)),
    open: runs
      .filter(({ state, losses }) => state === 'running' || (!isFinal(state) && losses.length > 0))
      .map(({ number, state, losses }) => [number, losses.length, state === 'running'] as const),
    trials: runs.length,
    asked,
  };
}

/** The runs again as they were then, from ones that know at least as much. */
export function runsAsSeen(
  seen: Pick<Seen, 'ended' | 'open' | 'trials'>,
  runs: readonly StudyRun[],
): readonly StudyRun[] {
  const ended = new Set(numbersOf(seen.ended));
  const open = new Map(seen.open.map(([number, ...then]) => [number, then] as const));
  return runs.slice(0, seen.trials).map((run) => {
    if (ended.has(run.number)) return run;
    const [epochs, runs] = open.get(run.number) ?? [0, false];
    return {
      ...run,
      state: runs ? 'running' : 'queued',
      losses: run.losses.slice(0, epochs),
      standing: [],
    };
  });
}

function numbersOf(ranges: string): readonly number[] {
  return ranges.split(', ').flatMap((range) => {
    const [from, to = from] = range.split('-').map(Number);
    return range === '' ? [] : Array.from({ length: to! - from! + 1 }, (_, i) => from! + i);
  });
}
