import type { Json } from '../core/json.js';
import { isFinal } from '../core/trial-state.js';
import { numberRanges } from '../core/words/number-ranges.js';
import type { Study } from '../search/study.js';

/**
 * What a sampler saw of a sweep when it proposed a point, short enough to be kept with it. Reports
 * are final, so that the study can be made again from the trials as they are later: of ended trials
 * all epochs were seen, of running ones as many as told here, of others none.
 */
export interface Seen {
  /** Trials in final states, by number: `0-4, 7`. */
  readonly ended: string;
  /** Running trials: number and epochs. */
  readonly running: readonly (readonly [number: number, epochs: number])[];
  /** Trials that had a row. */
  readonly trials: number;
}

export function seenOf({ trials }: Study): Seen & Json {
  return {
    ended: numberRanges(trials.filter(({ state }) => isFinal(state)).map(({ number }) => number)),
    running: trials
      .filter(({ state }) => state === 'running')
      .map(({ number, losses }) => [number, losses.length] as const),
    trials: trials.length,
  };
}

/** The study again, from one that knows at least as much. */
export function studyAsSeen(seen: Seen, { metric, trials }: Study): Study {
  const ended = new Set(numbersOf(seen.ended));
  const running = new Map(seen.running);
  return {
    metric,
    trials: trials.slice(0, seen.trials).map((trial) => {
      if (ended.has(trial.number)) return trial;
      const epochs = running.get(trial.number);
      const state = epochs === undefined ? 'queued' : 'running';
      return { ...trial, state, losses: trial.losses.slice(0, epochs ?? 0) };
    }),
  };
}

function numbersOf(ranges: string): readonly number[] {
  return ranges.split(', ').flatMap((range) => {
    const [from, to = from] = range.split('-').map(Number);
    return range === '' ? [] : Array.from({ length: to! - from! + 1 }, (_, i) => from! + i);
  });
}
