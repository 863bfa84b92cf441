/**
 * @import { Params } from '#dist/core/space.js'
 * @import { SweepSpec } from '#dist/core/sweep.js'
 * @import { FinishedPiece, Point, SampleRow, Settings, Size, SweepRow } from './types.js'
 */

import { median } from '../median.js';
import { costs, openSweep, sized } from './files.js';

/**
 * One row per sweep and contender, from pieces with their results.
 *
 * @param {readonly FinishedPiece[]} pieces
 * @param {Pick<Settings, 'size' | 'trials'>} asked
 * @returns {SweepRow[]}
 */
export function summarize(pieces, { size, trials }) {
  const sweeps = [...new Set(pieces.map(({ sweep }) => sweep))];
  return sweeps.flatMap((sweep) => {
    const own = pieces.filter((piece) => piece.sweep === sweep);
    const { spec } = openSweep(sweep, { set: size ? sized(size) : [], trials });
    const rows = [...new Set(own.map(({ contender }) => contender))].flatMap((contender) => {
      const runs = own.filter((piece) => piece.contender === contender);
      const row = wholeRow(runs, size) ?? extrapolatedRow(runs, spec);
      return row ? [{ sweep, contender, ...row }] : [];
    });
    const thaw = rows.find(({ contender }) => contender === 'thaw');
    return rows.map((row) => ({ ...row, ratio: thaw ? row.seconds / thaw.seconds : null }));
  });
}

/** @typedef {Omit<SweepRow, 'sweep' | 'contender' | 'ratio'>} Sum */

/**
 * @param {readonly FinishedPiece[]} runs
 * @param {Size | null} size
 * @returns {Sum | undefined}
 */
function wholeRow(runs, size) {
  const whole = runs.filter(({ kind }) => kind === 'whole');
  if (whole.length === 0) return undefined;
  const seconds = whole.map(({ result }) => result.seconds);
  const asAsked = JSON.stringify(whole[0]?.size) === JSON.stringify(size);
  return {
    basis: asAsked ? 'measured' : 'reduced',
    runs: whole.length,
    seconds: median(seconds),
    spread: [Math.min(...seconds), Math.max(...seconds)],
    bestAccuracy: Math.max(...whole.map(({ result }) => result.bestAccuracy)),
    peakBytes: largest(whole),
  };
}

/**
 * Startup, plus each cost's seconds a trial times its trials, at the sweep's own size.
 *
 * @param {readonly FinishedPiece[]} runs
 * @param {SweepSpec} spec
 * @returns {Sum | undefined}
 */
function extrapolatedRow(runs, spec) {
  const samples = runs.filter(
    ({ kind, contender }) => kind === 'sample' && contender !== 'thaw-alone',
  );
  if (samples.length === 0) return undefined;
  const estimates = samples.map(({ result }) => {
    const inTrials = result.trials.reduce((sum, { seconds }) => sum + seconds, 0);
    const trials = costs(spec).map(({ point, trials }) => {
      const trial = result.trials.find(({ params }) => isAt(params, point));
      return trial ? trials * secondsAtSize(trial, spec) : Number.NaN;
    });
    return result.seconds - inTrials + trials.reduce((sum, seconds) => sum + seconds);
  });
  const whole = estimates.filter(Number.isFinite);
  if (whole.length === 0) return undefined;
  return {
    basis: 'extrapolated',
    runs: whole.length,
    seconds: median(whole),
    spread: [Math.min(...whole), Math.max(...whole)],
    bestAccuracy: null,
    peakBytes: largest(samples),
  };
}

/**
 * A trial at the rates of its last, warm epoch; NaN for one that does not tell of its epochs. What
 * it does besides epochs stays as it is.
 *
 * @param {FinishedPiece['result']['trials'][number]} trial
 * @param {SweepSpec} spec
 */
function secondsAtSize(trial, spec) {
  const last = 'epochs' in trial ? trial.epochs.at(-1) : undefined;
  if (!('epochs' in trial) || !last) return Number.NaN;
  const { seconds, train_seconds, val_seconds, images } = trial;
  const { train, val } = spec.data;
  const epoch = (last.train_seconds * train) / images.train + (last.val_seconds * val) / images.val;
  return seconds - train_seconds - val_seconds + spec.defaults.epochs * epoch;
}

/**
 * Seconds of one trial alone, by augmentation and depth: medians over the rounds, and the median of
 * the rounds' ratios to `thaw-alone`.
 *
 * @param {readonly FinishedPiece[]} pieces
 * @returns {SampleRow[]}
 */
export function sampleRows(pieces) {
  const samples = pieces.filter(({ kind }) => kind === 'sample');
  const trials = samples.flatMap(({ sweep, contender, round, result }) =>
    result.trials.map(({ params, seconds }) => {
      const key = `${sweep}: ${params.augmentation}, ${params.unfrozen_layers} unfrozen`;
      return { key, contender, round, seconds };
    }),
  );
  return [...new Set(trials.map(({ key }) => key))].map((key) => {
    const own = trials.filter((trial) => trial.key === key);
    /** @param {string} contender */
    const of = (contender) => own.filter((trial) => trial.contender === contender);
    const thaw = new Map(of('thaw-alone').map(({ round, seconds }) => [round, seconds]));
    const contenders = [...new Set(own.map(({ contender }) => contender))].map((contender) => {
      const ratios = of(contender).flatMap(({ round, seconds }) => {
        const alone = thaw.get(round);
        return alone === undefined ? [] : [seconds / alone];
      });
      const seconds = median(of(contender).map(({ seconds }) => seconds));
      return {
        contender,
        runs: of(contender).length,
        seconds,
        ratio: ratios.length ? median(ratios) : null,
      };
    });
    return { key, contenders };
  });
}

/**
 * @param {Params} params
 * @param {Point} point
 */
function isAt(params, point) {
  return Object.entries(point).every(([name, value]) => params[name] === value);
}

/** @param {readonly FinishedPiece[]} pieces */
function largest(pieces) {
  return Math.max(...pieces.map(({ result }) => result.peakBytes ?? 0)) || null;
}
