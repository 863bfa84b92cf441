import type { Metric } from '../../src/core/metric.js';
import { type Curves, createCurves } from '../../src/search/curves.js';
import type { Curve, Decision, Pruner } from '../../src/search/pruner.js';

export const LOSS: Metric = { name: 'val_loss', goal: 'minimize' };

type Losses = readonly number[];

/**
 * Trials numbered from 0 in the order given, none of which comes further; so many in a row are runs
 * of one point.
 */
export function curvesOf(trials: readonly Losses[], runs = 1): Curves {
  const curves = createCurves();
  for (const [number, losses] of trials.entries()) {
    curves.place(number, { point: Math.floor(number / runs), replicate: number % runs });
    for (const loss of losses) curves.add(number, loss);
  }
  return curves;
}

export function curveOf(number: number, curves: Curves): Curve {
  return { number, losses: curves.of(number) };
}

/** What a pruner decides on a rung, beside other trials of the sweep. */
export function judge(
  pruner: Pruner,
  rung: readonly Losses[],
  others: readonly Losses[] = [],
  runs = 1,
): readonly Decision[] {
  const curves = curvesOf([...rung, ...others], runs);
  return pruner.judge(
    rung.map((_, number) => curveOf(number, curves)),
    curves,
  );
}

/** Which trials of a rung are stopped. */
export function stopped(
  pruner: Pruner,
  rung: readonly Losses[],
  others: readonly Losses[] = [],
  runs = 1,
): readonly boolean[] {
  return judge(pruner, rung, others, runs).map(({ action }) => action === 'stop');
}
