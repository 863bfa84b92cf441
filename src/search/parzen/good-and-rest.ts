import type { Params } from '../../core/space.js';
import { isFinal } from '../../core/trial-state.js';
import type { Study, StudyTrial } from '../study.js';

/** Points by what is known of them, each in the order in which they were suggested. */
export interface Split {
  /** The best of those that ended. */
  readonly good: readonly Params[];
  /** Worse ones, and those of which nothing is known yet: nearby ones are not to be tried, too. */
  readonly rest: readonly Params[];
}

/**
 * Splits a study as TPE does: the best `gamma` of the points that ended, 25 at most, and the rest. A
 * trial that a pruner stopped comes after those that finished, by how far it came and then by its
 * last value, as in Optuna; one that diverged or failed comes last.
 */
export function goodAndRest({ trials, earlier }: Study, gamma: number): Split {
  const ended = trials.filter(({ state }) => isFinal(state));
  const known: readonly Known[] = [
    ...earlier.map(({ params, losses }) => ({ params, worth: [0, 0, losses[0]!] as const })),
    ...ended.map((trial) => ({ params: trial.params, worth: worthOf(trial) })),
  ];
  const count = Math.min(Math.ceil(gamma * known.length), MOST_GOOD);
  const good = new Set(known.toSorted(byWorth).slice(0, count));
  return {
    good: known.filter((each) => good.has(each)).map(({ params }) => params),
    rest: [
      ...known.filter((each) => !good.has(each)).map(({ params }) => params),
      ...trials.filter(({ state }) => !isFinal(state)).map(({ params }) => params),
    ],
  };
}

interface Known {
  readonly params: Params;
  readonly worth: Worth;
}

/** Kind of end, epochs that it lacks to others of that kind, loss: the first difference counts. */
type Worth = readonly [end: number, epochs: number, loss: number];

function worthOf({ state, losses, standing }: StudyTrial): Worth {
  if (state === 'finished') return [0, 0, standing[0] ?? Number.POSITIVE_INFINITY];
  if (state !== 'stopped' || losses.length === 0) return [2, 0, 0];
  return [1, -losses.length, losses.at(-1)!];
}

function byWorth({ worth: a }: Known, { worth: b }: Known): number {
  const place = a.findIndex((x, i) => x !== b[i]);
  return place < 0 ? 0 : a[place]! < b[place]! ? -1 : 1;
}

const MOST_GOOD = 25;
