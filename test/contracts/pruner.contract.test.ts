import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCurves } from '../../src/search/curves.js';
import { pruners } from '../../src/search/pruners/index.js';
import { curveOf, curvesOf, judge, LOSS, stopped } from '../search/judging.js';

/** Of those that must be told something. */
const OPTIONS: Readonly<Record<string, object>> = {
  hyperband: { min_iter: 2 },
  threshold: { upper: 6 },
};

/** Runs of each point, of pruners that compare these. */
const RUNS: Readonly<Record<string, number>> = { wilcoxon: 5 };

/** Pruners that look at no other trial, and what lets them stop one that stays at 0.5. */
const OWN: Readonly<Record<string, object>> = { patience: {}, threshold: { lower: 0.7 } };

/** Twelve trials of nine epochs, each a little worse than the one before. */
const others = Array.from({ length: 12 }, (_, i) =>
  Array.from({ length: 9 }, (_, epoch) => i / 10 + 1 / (epoch + 1)),
);

/** Few values, so that trials often tie; some no number. */
const loss = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 0, max: 12 }).map((n) => n / 4) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
);
/** A rung, some of whose trials train as one, beside other trials that are anywhere. */
const sweeps = fc.integer({ min: 1, max: 6 }).chain((epochs) =>
  fc.record({
    rung: fc
      .array(
        fc.record({
          losses: fc.array(loss, { minLength: epochs, maxLength: epochs }),
          trials: fc.integer({ min: 1, max: 3 }),
        }),
        { minLength: 1, maxLength: 6 },
      )
      .map((branches) =>
        branches.flatMap(({ losses, trials }) => Array.from({ length: trials }, () => losses)),
      ),
    others: fc.array(fc.array(loss, { maxLength: 8 }), { maxLength: 12 }),
  }),
);

describe.each(Object.entries(pruners))('every pruner: %s', (name, def) => {
  const options = def.options.parse(OPTIONS[name] ?? {});
  const pruner = def.create({ options, metric: LOSS });
  const runs = RUNS[name] ?? 1;
  /** A trial, or as many runs as a point has. */
  const each = <Value>(value: Value): Value[] => Array(runs).fill(value);

  test('is listed under its own name', () => {
    expect(def.type).toBe(name);
  });

  test('names its rungs in order, each an epoch that has a next one', () => {
    for (let epochs = 1; epochs <= 30; epochs += 1) {
      const rungs = def.rungs?.(options, epochs) ?? [];
      expect(rungs).toEqual([...new Set(rungs)].sort((a, b) => a - b));
      expect(rungs.filter((rung) => !(rung >= 0 && rung < epochs - 1))).toEqual([]);
    }
  });

  test('never stops the trial that is best at every epoch', () => {
    for (let epochs = 1; epochs <= 9; epochs += 1) {
      const best = Array.from({ length: epochs }, (_, epoch) => 1 / (epoch + 1) - 0.5);
      expect(stopped(pruner, each(best), others, runs)).toEqual(each(false));
    }
  });

  test('stops the trial that is worst at every epoch by the time others are done', () => {
    expect(stopped(pruner, each(Array(9).fill(10)), others, runs)).toEqual(each(true));
  });

  test('stops a trial whose losses are not numbers, and is not upset by such others', () => {
    const broken = Array(9).fill(Number.NaN);
    expect(stopped(pruner, each(broken), others, runs)).toEqual(each(true));
    const best = each(Array.from({ length: 9 }, (_, epoch) => -1 - epoch));
    expect(stopped(pruner, best, [...others, broken], runs)).toEqual(each(false));
  });

  test('grants a trial that is alone its whole time', () => {
    expect(stopped(pruner, [[5, 4, 3]])).toEqual([false]);
  });

  test('judges a rung at once: neither order nor company in it changes a decision', () => {
    fc.assert(
      fc.property(sweeps, fc.nat(), ({ rung, others }, cut) => {
        const curves = curvesOf([...rung, ...others], runs);
        const trials = rung.map((_, number) => curveOf(number, curves));
        const decisions = pruner.judge(Object.freeze(trials), curves);
        expect(decisions).toHaveLength(rung.length);
        expect(pruner.judge(trials.toReversed(), curves)).toEqual(decisions.toReversed());
        const at = cut % (trials.length + 1);
        const pieces = [trials.slice(0, at), trials.slice(at)];
        expect(pieces.flatMap((piece) => pruner.judge(piece, curves))).toEqual(decisions);
      }),
    );
  });

  test.skipIf(runs > 1)('decides alike on trials that train alike, each of which counts', () => {
    fc.assert(
      fc.property(sweeps, ({ rung, others }) => {
        const byLosses = new Map<string, string>();
        for (const [place, { action }] of judge(pruner, rung, others).entries()) {
          const losses = String(rung[place]);
          expect(byLosses.get(losses) ?? action).toBe(action);
          byLosses.set(losses, action);
        }
      }),
    );
  });

  test('does not care in which order curves grew, or that one started over', () => {
    fc.assert(
      fc.property(sweeps, fc.nat(), ({ rung, others }, restarted) => {
        const all = [...rung, ...others];
        const curves = createCurves();
        for (const number of all.keys()) {
          curves.place(number, { point: Math.floor(number / runs), replicate: number % runs });
        }
        for (const loss of [9, 0, 9]) curves.add(restarted % all.length, loss);
        curves.clear(restarted % all.length);
        for (const [number, losses] of [...all.entries()].reverse()) {
          for (const loss of losses) curves.add(number, loss);
        }
        const trials = rung.map((_, number) => curveOf(number, curves));
        expect(pruner.judge(trials, curves)).toEqual(judge(pruner, rung, others, runs));
      }),
    );
  });

  test("says what it compared by the metric's name and in its own sign", () => {
    const metric = { name: 'val_accuracy', goal: 'maximize' } as const;
    const own = OWN[name];
    const accuracies = def.create({ options: own ? def.options.parse(own) : options, metric });
    const good = Array.from({ length: 12 }, (_, i) => Array(9).fill(-0.75 - i / 100));
    const [decision] = judge(accuracies, each(Array(9).fill(-0.5)), good, runs);
    const others = own ? /\bval_accuracy\b/ : /\bval_accuracy 0\.[78]/;
    expect(decision).toEqual({
      action: 'stop',
      reason: expect.stringMatching(
        new RegExp(`^(?=.*${others.source})(?=.*\\b0\\.5\\b)[^-]*[^-.]$`),
      ),
    });
  });

  test('pauses no trial where none is awaited', () => {
    fc.assert(
      fc.property(sweeps, ({ rung, others }) => {
        const actions = judge(pruner, rung, others, runs).map(({ action }) => action);
        expect(actions).not.toContain('pause');
      }),
    );
  });

  test('lets none go on later where all that came after were better', () => {
    fc.assert(
      fc.property(sweeps, fc.nat({ max: 9 }), ({ rung, others }, awaited) => {
        const grown = createCurves();
        const all = [...rung, ...others];
        grown.expect(all.length + awaited);
        for (const [number, losses] of all.entries()) {
          for (const loss of losses) grown.add(number, loss);
        }
        const trials = rung.map((_, number) => curveOf(number, grown));
        const before = pruner.judge(trials, grown);
        for (let late = 0; late < awaited; late += 1) {
          for (const _ of trials[0]!.losses) grown.add(all.length + late, -1 - late);
        }
        // All that come after are better: who could not go on before cannot now.
        for (const [place, { action }] of pruner.judge(trials, grown).entries()) {
          if (before[place]!.action === 'stop') expect(action).toBe('stop');
          if (before[place]!.action === 'pause') expect(action).not.toBe('continue');
        }
      }),
    );
  });

  test('warns of a sweep whose trials are too short or too few for it, and of no other', () => {
    expect(def.check?.(options, { epochs: 99, checkpoints: true, runs: 9 }) ?? []).toEqual([]);
    for (const note of def.check?.(options, { epochs: 1, checkpoints: true, runs: 1 }) ?? []) {
      expect(note).toMatchObject({ warning: true });
      expect(note.path[0]).toBe('early_terminate');
    }
  });
});
