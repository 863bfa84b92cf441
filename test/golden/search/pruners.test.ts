import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Metric, toLoss } from '../../../src/core/metric.js';
import { createPruner } from '../../../src/search/create-pruner.js';
import { createCurves } from '../../../src/search/curves.js';
import type { Pruner } from '../../../src/search/pruner.js';
import { signedRankAbove } from '../../../src/search/statistics/signed-rank.js';

type MetricName = 'val_accuracy' | 'val_loss';
interface Case {
  readonly metric: MetricName;
  /** Whether it prunes after each epoch, by trial: `.` or `x`. */
  readonly said: readonly string[];
}
interface Turns extends Case {
  readonly min_iter: number;
  readonly eta: number;
  /** Epoch after which each trial was pruned, one trial after the other; null: it ended. */
  readonly ends: readonly (number | null)[];
}

/** Made by generate-pruners.py beside this. */
const golden: {
  readonly curves: Readonly<Record<MetricName, readonly (readonly (number | null)[])[]>>;
  readonly halving: readonly Turns[];
  readonly hyperband: readonly (Turns & { readonly brackets: readonly number[] })[];
  readonly percentile: readonly (Case & { readonly percentile: number })[];
  readonly patience: readonly (Case & { readonly patience: number })[];
  readonly threshold: readonly (Case & {
    readonly lower: number | null;
    readonly upper: number | null;
  })[];
  readonly algorithm2: readonly {
    readonly min_iter: number;
    readonly eta: number;
    readonly trials: readonly number[];
    readonly jobs: readonly (readonly [trial: number, rung: number])[];
  }[];
  readonly wilcoxon: readonly {
    readonly p_threshold: number;
    readonly min_runs: number;
    readonly said: readonly string[];
  }[];
  readonly repeats: readonly (readonly number[])[];
  readonly signedRank: readonly { readonly differences: readonly number[]; readonly p: number }[];
} = JSON.parse(readFileSync(new URL('pruners.json', import.meta.url), 'utf8'));

const EPOCHS = 6;

function metricCalled(name: MetricName): Metric {
  return { name, goal: name === 'val_accuracy' ? 'maximize' : 'minimize' };
}

function lossesOf(name: MetricName): readonly (readonly number[])[] {
  return golden.curves[name].map((curve) =>
    curve.map((value) => toLoss(value ?? Number.NaN, metricCalled(name))),
  );
}

/** What a pruner says of each trial of its own, one trial after the other until it is stopped. */
function ends(pruner: Pruner, losses: readonly (readonly number[])[]): readonly (number | null)[] {
  const curves = createCurves();
  return losses.map((curve, number) => {
    const end = curve.findIndex((loss, epoch) => {
      curves.add(number, loss);
      if (epoch + 1 >= EPOCHS) return false;
      const [decision] = pruner.judge([{ number, losses: curves.of(number) }], curves);
      return decision!.action === 'stop';
    });
    return end < 0 ? null : end + 1;
  });
}

/** What it says of each trial after each epoch, alone beside some that came to their end. */
function said(
  pruner: Pruner,
  finished: readonly (readonly number[])[],
  probes: readonly (readonly number[])[],
): readonly string[] {
  const curves = createCurves();
  for (const [number, losses] of finished.entries()) curves.load(number, losses);
  const number = finished.length;
  return probes.map((probe) => {
    curves.clear(number);
    return probe
      .map((loss) => {
        curves.add(number, loss);
        const [decision] = pruner.judge([{ number, losses: curves.of(number) }], curves);
        return decision!.action === 'stop' ? 'x' : '.';
      })
      .join('');
  });
}

describe.each(golden.halving)(
  "Optuna's SuccessiveHalvingPruner: $metric, $min_iter, $eta",
  (each) => {
    test('stops the trials that asha stops, one after another', () => {
      const { min_iter, eta, metric } = each;
      const options = { type: 'asha', variant: 'stopping', min_iter, eta };
      expect(ends(createPruner(options, metricCalled(metric)), lossesOf(metric))).toEqual(
        each.ends,
      );
    });
  },
);

describe.each(golden.hyperband)("Optuna's HyperbandPruner: $metric", ({ metric, eta, ...each }) => {
  test.each([...new Set(each.brackets)])(
    'is asha in each of its brackets, of which one is enough here: %i',
    (bracket) => {
      const isIn = (_: unknown, trial: number) => each.brackets[trial] === bracket;
      const options = { type: 'asha', variant: 'stopping', min_iter: eta ** bracket, eta };
      const pruner = createPruner(options, metricCalled(metric));
      expect(ends(pruner, lossesOf(metric).filter(isIn))).toEqual(each.ends.filter(isIn));
    },
  );
});

describe.each(golden.algorithm2)(
  "the paper's algorithm 2 with one worker: $min_iter, $eta",
  (each) => {
    test('has the jobs of asha where each free worker asks for promotions first', () => {
      const { min_iter, eta } = each;
      const pruner = createPruner({ type: 'asha', min_iter, eta }, metricCalled('val_loss'));
      const losses = lossesOf('val_loss');
      const trials = each.trials.map((trial) => losses[trial]!);
      expect(jobs(pruner, trials, min_iter, eta)).toEqual(each.jobs);
    });
  },
);

/** A worker that takes the best promotable trial of the highest rung, else begins another. */
function jobs(
  pruner: Pruner,
  trials: readonly (readonly number[])[],
  min_iter: number,
  eta: number,
): readonly (readonly [trial: number, rung: number])[] {
  const curves = createCurves();
  curves.expect(Number.POSITIVE_INFINITY);
  const rungs: number[] = [];
  for (let rung = min_iter; rung < EPOCHS; rung *= eta) rungs.push(rung);
  const paused = new Set<number>();
  const done: (readonly [number, number])[] = [];
  let drawn = 0;
  for (;;) {
    const waiting = [...paused].map((number) => ({ number, losses: curves.of(number) }));
    const decisions = pruner.judge(waiting, curves);
    const [next] = waiting
      .filter((_, place) => decisions[place]!.action === 'continue')
      .sort((a, b) => b.losses.length - a.losses.length || a.losses.at(-1)! - b.losses.at(-1)!);
    if (!next && drawn === trials.length) return done;
    const number = next?.number ?? drawn++;
    paused.delete(number);
    const rung = next ? rungs.indexOf(next.losses.length) + 1 : 0;
    const until = rungs[rung] ?? EPOCHS;
    for (const loss of trials[number]!.slice(curves.of(number).length, until)) {
      curves.add(number, loss);
    }
    // It always pauses first: who may go on at once is asked for with the others.
    if (until < EPOCHS) paused.add(number);
    done.push([number, rung]);
  }
}

describe.each(golden.percentile)(
  "Optuna's PercentilePruner, with 50 its MedianPruner: $metric, $percentile",
  ({ metric, said: theirs, ...options }) => {
    test('stops what percentile stops, beside trials that all came to their end', () => {
      const pruner = createPruner({ type: 'percentile', ...options }, metricCalled(metric));
      const losses = lossesOf(metric);
      expect(said(pruner, losses.slice(0, 60), losses.slice(60))).toEqual(theirs);
    });
  },
);

describe.each(golden.patience)("Optuna's PatientPruner: $metric, $patience", (each) => {
  test('is patience with one epoch more, but for plateaus, which it lets go on', () => {
    const metric = metricCalled(each.metric);
    const pruner = createPruner({ type: 'patience', patience: each.patience + 1 }, metric);
    const ours = said(pruner, [], lossesOf(each.metric));
    const isPlateau = lossesOf(each.metric).map((losses, trial) =>
      losses.map((_, epoch) => {
        const after = losses.slice(Math.max(0, epoch - each.patience), epoch + 1);
        const before = losses.slice(0, Math.max(0, epoch - each.patience));
        return ours[trial]![epoch] === 'x' && Math.min(...before) === Math.min(...after);
      }),
    );
    const others = (told: readonly string[]) =>
      told.map((each, trial) => [...each].filter((_, epoch) => !isPlateau[trial]![epoch]));
    expect(others(ours)).toEqual(others(each.said));
  });
});

describe.each(golden.threshold)("Optuna's ThresholdPruner: $metric, $lower, $upper", (each) => {
  test('stops what threshold stops', () => {
    const { metric, said: theirs, lower, upper, ...rest } = each;
    const bounds = { ...(lower === null ? {} : { lower }), ...(upper === null ? {} : { upper }) };
    const pruner = createPruner({ type: 'threshold', ...bounds, ...rest }, metricCalled(metric));
    expect(said(pruner, [], lossesOf(metric))).toEqual(theirs);
  });
});

describe.each(golden.wilcoxon)("Optuna's WilcoxonPruner: $p_threshold, $min_runs", (each) => {
  test('stops runs of the points that wilcoxon stops, beside the best point', () => {
    const { p_threshold, min_runs } = each;
    const options = { type: 'wilcoxon', p_threshold, min_runs };
    const pruner = createPruner(options, metricCalled('val_loss'));
    const [best, ...others] = golden.repeats;
    const ours = others.map((losses) => {
      const curves = createCurves();
      for (const [point, runs] of [best!, losses].entries()) {
        for (const [replicate] of runs.entries()) {
          curves.place(point * 100 + replicate, { point, replicate });
        }
      }
      for (const [replicate, loss] of best!.entries()) curves.add(replicate, loss);
      return losses
        .map((loss, replicate) => {
          const number = 100 + replicate;
          curves.add(number, loss);
          const [decision] = pruner.judge([{ number, losses: curves.of(number) }], curves);
          return decision!.action === 'stop' ? 'x' : '.';
        })
        .join('');
    });
    expect(ours).toEqual(each.said);
  });
});

test.each(golden.signedRank)("SciPy's signed-rank test: p = $p", ({ differences, p }) => {
  expect(signedRankAbove(differences)).toBeCloseTo(p, 12);
});
