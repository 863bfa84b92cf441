import type { Params } from '../../../core/space.js';
import { isFinal } from '../../../core/trial-state.js';
import type { Rated } from '../../pareto/dominates.js';
import { violationOf } from '../../pareto/violation-of.js';
import type { Study, StudyTrial } from '../../study.js';
import { bestByVolume } from './best-by-volume.js';

/** Points by what is known of them, each in the order in which they were suggested. */
export interface Split {
  /** The best of those that ended. */
  readonly good: readonly Params[];
  /** Worse ones, and those of which nothing is known yet: nearby ones are not to be tried, too. */
  readonly rest: readonly Params[];
}

/**
 * Splits a study as TPE does: the best `gamma` of the points that ended, 25 at most, and the rest. Those
 * that finished come first: by how far they miss the bounds of their metrics, then by loss; of several
 * metrics by fronts, and within the front that is cut by hypervolume (Ozaki et al., JAIR 73, 2022).
 * Then those stopped early, by how far they came and their last loss, as in Optuna; then diverged and
 * failed ones.
 */
export function goodAndRest({ trials, earlier, objectives }: Study, gamma: number): Split {
  const known: readonly Known[] = [
    ...earlier.map(({ params, losses }) => ({ params, ...finished(losses, objectives) })),
    ...trials
      .filter(({ state }) => isFinal(state))
      .map((trial) => ({ params: trial.params, ...outcomeOf(trial, objectives) })),
  ];
  const count = Math.min(Math.ceil(gamma * known.length), MOST_GOOD);
  const good = new Set(best(known, count, objectives.length > 1));
  return {
    good: known.filter((each) => good.has(each)).map(({ params }) => params),
    rest: [
      ...known.filter((each) => !good.has(each)).map(({ params }) => params),
      ...trials.filter(({ state }) => !isFinal(state)).map(({ params }) => params),
    ],
  };
}

interface Known extends Outcome {
  readonly params: Params;
}

interface Outcome extends Rated {
  /** The first difference counts, less is better. First: 0 finished, 1 stopped, 2 neither. */
  readonly worth: readonly [end: number, ...rest: number[]];
}

function finished(losses: readonly number[], objectives: Study['objectives']): Outcome {
  const violation = violationOf(losses, objectives);
  return { losses, violation, worth: [0, violation, losses[0]!] };
}

function outcomeOf(
  { state, losses, standing }: StudyTrial,
  objectives: Study['objectives'],
): Outcome {
  if (state === 'finished' && standing.length > 0) return finished(standing, objectives);
  const stopped = state === 'stopped' && losses.length > 0;
  return { losses: standing, worth: stopped ? [1, -losses.length, losses.at(-1)!] : [2] };
}

function best(known: readonly Known[], count: number, several: boolean): readonly Known[] {
  const ended = known.filter(({ worth }) => !several || worth[0] > 0).toSorted(byWorth);
  const rated = several ? known.filter(({ worth }) => worth[0] === 0) : [];
  return [...bestByVolume(rated, count), ...ended].slice(0, count);
}

function byWorth({ worth: a }: Known, { worth: b }: Known): number {
  const place = a.findIndex((x, i) => x !== b[i]);
  return place < 0 ? 0 : a[place]! < b[place]! ? -1 : 1;
}

const MOST_GOOD = 25;
