import { describe, expect, test } from 'vitest';
import { createPruner } from '../../src/search/create-pruner.js';
import { pruners } from '../../src/search/pruners/index.js';
import { signedRankAbove } from '../../src/search/statistics/signed-rank.js';
import { judge, LOSS, stopped } from './judging.js';

const ACCURACY = { name: 'val_accuracy', goal: 'maximize' } as const;

/** Epoch after which a trial alone is stopped; 0: never. */
function stopsAfter(choice: { type: string; [option: string]: number | string }, losses: number[]) {
  const pruner = createPruner(choice, LOSS);
  return 1 + losses.findIndex((_, epoch) => stopped(pruner, [losses.slice(0, epoch + 1)])[0]);
}

describe('patience', () => {
  test('stops a trial that has not got better for so many epochs', () => {
    expect(stopsAfter({ type: 'patience', patience: 2 }, [5, 4, 4.5, 3, 3, 3.5, 2])).toBe(6);
    expect(stopsAfter({ type: 'patience', patience: 3 }, [5, 4, 4.5, 3, 3, 3.5, 2])).toBe(0);
  });

  test('takes less than min_delta for nothing, however often', () => {
    const slow = [5, 4.9, 4.8, 4.7, 4.6];
    expect(stopsAfter({ type: 'patience', patience: 2, min_delta: 0.25 }, slow)).toBe(3);
    expect(stopsAfter({ type: 'patience', patience: 3, min_delta: 0.25 }, slow)).toBe(0);
  });

  test('grants min_iter epochs', () => {
    expect(stopsAfter({ type: 'patience', patience: 1, min_iter: 4 }, [1, 2, 2, 2])).toBe(4);
  });

  test('speaks of what was best, and for how long', () => {
    const pruner = createPruner({ type: 'patience', patience: 2, min_delta: 0.01 }, ACCURACY);
    expect(judge(pruner, [[-0.7, -0.7, -0.705]])).toEqual([
      {
        action: 'stop',
        reason: 'its val_accuracy of 0.7 has not got better by more than 0.01 for 2 epochs',
      },
    ]);
  });

  test('warns where trials are too short for it', () => {
    const { check, options } = pruners.patience!;
    expect(
      check?.(options.parse({ patience: 4 }), { epochs: 5, checkpoints: true, runs: 1 }),
    ).toMatchObject([{ path: ['early_terminate', 'patience'] }]);
    expect(
      check?.(options.parse({ patience: 3 }), { epochs: 5, checkpoints: true, runs: 1 }),
    ).toEqual([]);
    expect(
      check?.(options.parse({ patience: 3, min_iter: 5 }), {
        epochs: 5,
        checkpoints: true,
        runs: 1,
      }),
    ).toMatchObject([{ path: ['early_terminate', 'min_iter'] }]);
  });
});

describe('threshold', () => {
  test('goes by the epoch alone, and by both bounds', () => {
    expect(stopsAfter({ type: 'threshold', upper: 3 }, [3, 2, 3.5])).toBe(3);
    expect(stopsAfter({ type: 'threshold', lower: 1, upper: 3 }, [3, 0.5])).toBe(2);
    expect(stopsAfter({ type: 'threshold', lower: 1 }, [3, Number.NaN])).toBe(2);
  });

  test('looks after min_iter epochs, then at intervals', () => {
    const options = { type: 'threshold', upper: 3, min_iter: 2, interval: 3 };
    expect(stopsAfter(options, [9, 1, 9, 9, 9, 9])).toBe(5);
  });

  test("has its bounds in the metric's own sign", () => {
    const pruner = createPruner({ type: 'threshold', lower: 0.6 }, ACCURACY);
    expect(judge(pruner, [[-0.5], [-0.6]])).toEqual([
      {
        action: 'stop',
        reason: 'going on takes val_accuracy of at least 0.6; this one had 0.5 at 1 epoch',
      },
      { action: 'continue' },
    ]);
  });

  test.each([
    [{}, 'lower, upper, or both'],
    [{ lower: 2, upper: 1 }, 'at most upper (1)'],
  ])('refuses %j', (options, said) => {
    expect(pruners.threshold!.options.safeParse(options).error?.message).toContain(said);
  });
});

describe('percentile', () => {
  const others = [1, 2, 3, 4, 5].map((loss) => [loss]);

  test('interpolates between two of the others', () => {
    const at = (percentile: number, loss: number) =>
      stopped(createPruner({ type: 'percentile', percentile }, LOSS), [[loss]], others)[0];
    expect(at(50, 3)).toBe(false);
    expect(at(50, 3.1)).toBe(true);
    expect(at(10, 1.4)).toBe(false);
    expect(at(10, 1.5)).toBe(true);
    expect(at(100, 5)).toBe(false);
    expect(at(0, 1.1)).toBe(true);
  });

  test('stops a trial without a number even where others have none', () => {
    const pruner = createPruner({ type: 'percentile', percentile: 100 }, LOSS);
    expect(stopped(pruner, [[Number.NaN]], [...others, [Number.NaN]])).toEqual([true]);
  });
});

describe('wilcoxon', () => {
  const good = [1, 1.2, 1.1, 1.3].map((loss) => [loss]);
  const bad = good.map(([loss], run) => [loss! + 0.01 * (run + 1)]);
  const pruner = createPruner({ type: 'wilcoxon' }, LOSS);

  test('stops the runs of a point that is worse over the same replicates, none of the best', () => {
    expect(stopped(pruner, [...bad, ...good], [], 4)).toEqual([
      ...[true, true, true, true, false, false, false, false],
    ]);
  });

  test('stops a run that has not begun by what the others of its point came to', () => {
    const rung = [...bad, [], ...good, [9]];
    expect(stopped(pruner, rung, [], 5).slice(0, 5)).toEqual(Array(5).fill(true));
    expect(stopped(pruner, [...good, [], ...bad, [9]], [], 5)[4]).toBe(false);
    expect(stopped(pruner, [[], [], [], [], [], ...good, [9]], [], 5)).not.toContain(true);
  });

  test('judges three runs by themselves: chance is too likely', () => {
    expect(stopped(pruner, [...bad.slice(1), ...good.slice(1)], [], 3)).not.toContain(true);
  });

  test('compares runs that have come as far', () => {
    const longer = good.map(([loss]) => [9, loss!]);
    expect(stopped(pruner, [...bad], longer, 4)).not.toContain(true);
    const later = bad.map(([loss]) => [5, loss!]);
    expect(stopped(pruner, later, longer, 4)).toEqual([true, true, true, true]);
  });
});

describe("the signed-rank test's chance", () => {
  test('halves with each difference above zero, and is certain where all are below', () => {
    expect(signedRankAbove([1, 2, 3, 4])).toBe(1 / 16);
    expect(signedRankAbove([-1, -2, -3])).toBe(1);
  });

  test('is as likely either way for what is equal, or nothing', () => {
    expect(signedRankAbove([2, -2])).toBe(0.75);
    expect(signedRankAbove([0, 0])).toBe(1);
    // The zero has a rank of its own, half of it on either side.
    expect(signedRankAbove([0, 1])).toBe(0.5);
  });
});
