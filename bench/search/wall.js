import { problems } from './problems.js';
import { bestSoFar, replay } from './replay.js';
import { compare, quartiles } from './statistics.js';
import { aloneSeconds, cohortSeconds, rowOf, rows } from './table.js';

/** @import { startOptuna } from './optuna.js' */
/** @typedef {{ readonly loss: number, readonly seconds: number }} Moment */

const SECONDS = [60, 120, 240, 360];
const TRIALS = 96;
/** As many as Thaw asks a sampler for at once. */
const TOGETHER = 8;

const table = /** @type {import('./problems.js').Problem} */ (
  problems.find(({ name }) => name === 'table')
);
const FIFTH = rows.map(({ params }) => table.loss(params)).sort((a, b) => a - b)[4];

/**
 * What one trial takes in PyTorch over what it takes alone in Thaw, by what it freezes and whether its
 * images repeat: measured by bench/sweeps.js on trials of 64 px (sweeps-full-2026-11-26T0942.json).
 *
 * @param {Readonly<Record<string, any>>} params
 */
function torchFactor({ augmentation, unfrozen_layers }) {
  if (augmentation !== 'none') return 1.3;
  return unfrozen_layers === 0 ? 3.2 : 1.7;
}

/** @type {(params: any, beside: readonly any[]) => number} */
function cost(params, beside) {
  const waiting = beside.map(rowOf);
  return cohortSeconds([...waiting, rowOf(params)]) - cohortSeconds(waiting);
}

/** Each alone, one after the other. @type {(factor: (params: any) => number) => Timing} */
const alone = (factor) => (trials) => {
  let seconds = 0;
  return trials.map(({ params, loss }) => {
    seconds += factor(params) * aloneSeconds(rowOf(params));
    return { loss, seconds };
  });
};

/** Eight at a time, in cohorts; none is known before all are. @type {Timing} */
const inCohorts = (trials) => {
  let seconds = 0;
  return trials.map(({ loss }, i) => {
    const batch = trials.slice(i, i + TOGETHER).map(({ params }) => rowOf(params));
    if (i % TOGETHER === 0) seconds += cohortSeconds(batch);
    return { loss, seconds };
  });
};

/** @typedef {(trials: readonly { readonly params: any, readonly loss: number }[]) => readonly Moment[]} Timing */

export const CONTENDERS = /** @type {const} */ ([
  'Optuna tpe, in PyTorch',
  "Optuna tpe, alone on Thaw's kernels",
  'random, in cohorts',
  'tpe, in cohorts, sharing: ignore',
  'tpe, in cohorts',
]);

/**
 * Best of the recorded trials against the time that training them takes. The model: trials that wait at
 * one time and have one augmentation are a cohort; in each epoch it pays for the longest of its trunks
 * and once for each branch, at the seconds that were recorded.
 *
 * @param {Awaited<ReturnType<typeof startOptuna>>} optuna
 * @param {readonly number[]} seeds
 */
export async function wallCurves(optuna, seeds) {
  const sequential = [];
  for (const seed of seeds) {
    const search = { problem: table, sampler: 'tpe', seed, trials: TRIALS, together: 1 };
    sequential.push((await optuna.replay(search)).trials);
  }
  /** @type {(type: string, given: typeof cost | null) => any[]} */
  const ours = (type, given) =>
    seeds.map((seed) => {
      const search = { problem: table, method: { type }, seed, trials: TRIALS, together: TOGETHER };
      const { trials } = replay({ ...search, cost: given });
      return trials.map(({ params, losses: [loss] }) => ({ params, loss }));
    });
  const runs = [
    sequential.map(alone(torchFactor)),
    sequential.map(alone(() => 1)),
    ours('random', null).map(inCohorts),
    ours('tpe', null).map(inCohorts),
    ours('tpe', cost).map(inCohorts),
  ];
  /** @type {(moments: readonly Moment[], by: number) => number} */
  const bestBy = (moments, by) =>
    bestSoFar(moments.filter(({ seconds }) => seconds <= by).map(({ loss }) => loss)).at(-1) ?? 0;
  return runs.map((curves, i) => ({
    contender: CONTENDERS[i],
    trials: TRIALS,
    seconds: quartiles(curves.map((moments) => moments[moments.length - 1].seconds))[1],
    after: SECONDS.map((seconds) => {
      const best = curves.map((moments) => bestBy(moments, seconds));
      const theirs = runs[1].map((moments) => bestBy(moments, seconds));
      const [upper, middle, lower] = quartiles(best).map((loss) => -loss);
      return {
        seconds,
        quartiles: /** @type {const} */ ([lower, middle, upper]),
        ...compare(best, theirs),
      };
    }),
    untilTopFive: quartiles(
      curves.map(
        (moments) => moments.find(({ loss }) => loss <= FIFTH)?.seconds ?? Number.POSITIVE_INFINITY,
      ),
    ),
  }));
}
