import { z } from 'zod';
import type { Curves } from '../curves.js';
import { epochText, metricText } from '../metric-text.js';
import { type Curve, type Decision, definePruner } from '../pruner.js';
import { signedRankAbove } from '../statistics/signed-rank.js';

/**
 * Optuna's WilcoxonPruner, over repeats: stops the runs of a point that is significantly worse than
 * the best. Compared are the best losses so far of both points' runs of equal replicates, once both
 * have come as far as the trial that is judged, or as all others of its point if it has not begun; the
 * best point is the one whose mean over these is lowest, of all that have them.
 *
 * The test is exact and one-sided, so that n runs say at most 2^-n: under the 0.1 that is asked for
 * by default it takes four.
 */
export const wilcoxon = definePruner({
  type: 'wilcoxon',
  summary: 'stop repeats of points that are significantly worse than the best',
  options: z.strictObject({
    p_threshold: z
      .number()
      .gt(0)
      .max(1)
      .default(0.1)
      .describe('Stop where chance alone is less likely than this'),
    min_runs: z.int().min(2).default(2).describe('Runs of a point that it takes to compare'),
  }),
  check({ p_threshold }, { runs }) {
    if (2 ** -runs < p_threshold) return [];
    const needed = Math.floor(-Math.log2(p_threshold)) + 1;
    const message = `never stops a trial: points have ${runs} ${runs === 1 ? 'run' : 'runs'}, which can be no rarer by chance than ${2 ** -runs}; expected repeats: ${needed} or more for p_threshold ${p_threshold}`;
    return [{ path: ['early_terminate'], message, warning: true }];
  },
  create({ options: { p_threshold, min_runs }, metric }) {
    function judgeOne({ number, losses }: Curve, curves: Curves, bestOf: BestOf): Decision {
      const { point } = curves.runOf(number);
      const runs = curves.points().get(point);
      const epochs = losses.length || shortest(runs, curves);
      const own = lossesOf(runs, epochs, curves);
      const replicates = [...own.keys()].sort((a, b) => a - b);
      if (replicates.length < min_runs) return { action: 'continue' };
      const best = bestOf(replicates, epochs).find((each) => each.point !== point);
      const mean = meanOver(own, replicates);
      if (best === undefined || !Number.isFinite(best.mean) || mean <= best.mean) {
        return { action: 'continue' };
      }
      const p = signedRankAbove(
        replicates.map((replicate) => own.get(replicate)! - best.losses.get(replicate)!),
      );
      if (p >= p_threshold) return { action: 'continue' };
      const means = `${metric.name} ${metricText(best.mean, metric)} over the same ${replicates.length} runs, and this one ${metricText(mean, metric)}`;
      const reason = `the best point has ${means} by ${epochText(epochs)} (Wilcoxon's test: p = ${Number(p.toPrecision(2))})`;
      return { action: 'stop', reason };
    }

    return {
      beforehand: true,
      judge(rung, curves) {
        const bestOf = rememberBest(curves);
        return rung.map((curve) => judgeOne(curve, curves, bestOf));
      },
    };
  },
});

/** The two points with the lowest means over these replicates, the best first. */
type BestOf = (replicates: readonly number[], epochs: number) => readonly Mean[];

interface Mean {
  readonly point: number;
  readonly losses: Losses;
  readonly mean: number;
}

/** Epochs that all runs of a point have which have begun. */
function shortest(runs: ReadonlyMap<number, number> = new Map(), curves: Curves): number {
  const lengths = Array.from(runs.values(), (number) => curves.of(number).length);
  return Math.min(...lengths.filter((length) => length > 0));
}

/** By replicate, the best so far of the runs that have so many epochs. */
type Losses = ReadonlyMap<number, number>;

function lossesOf(
  runs: ReadonlyMap<number, number> = new Map(),
  epochs: number,
  curves: Curves,
): Losses {
  return new Map(
    Array.from(runs).flatMap(([replicate, number]) => {
      const losses = curves.of(number);
      return losses.length < epochs
        ? []
        : [[replicate, Math.min(...losses.slice(0, epochs))] as const];
    }),
  );
}

/** Trials of a rung ask for the same. */
function rememberBest(curves: Curves): BestOf {
  const found = new Map<string, readonly Mean[]>();
  return (replicates, epochs) => {
    const key = `${epochs} ${replicates}`;
    const best = found.get(key) ?? twoBest(replicates, epochs, curves);
    found.set(key, best);
    return best;
  };
}

function twoBest(replicates: readonly number[], epochs: number, curves: Curves): readonly Mean[] {
  const means = [...curves.points()].flatMap(([point, runs]): Mean[] => {
    if (runs.size < replicates.length) return [];
    const losses = lossesOf(runs, epochs, curves);
    if (!replicates.every((replicate) => losses.has(replicate))) return [];
    return [{ point, losses, mean: meanOver(losses, replicates) }];
  });
  return means.sort((a, b) => a.mean - b.mean || a.point - b.point).slice(0, 2);
}

function meanOver(losses: Losses, replicates: readonly number[]): number {
  return replicates.reduce((sum, each) => sum + losses.get(each)!, 0) / replicates.length;
}
