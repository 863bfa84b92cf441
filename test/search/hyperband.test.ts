import { describe, expect, test } from 'vitest';
import { createPruner } from '../../src/search/create-pruner.js';
import { createCurves } from '../../src/search/curves.js';
import { pruners } from '../../src/search/pruners/index.js';
import { curveOf, judge, LOSS, stopped } from './judging.js';

const hyperband = (options: object) => createPruner({ type: 'hyperband', ...options }, LOSS);
const stops = (options: object, trial: readonly number[], peers: readonly (readonly number[])[]) =>
  stopped(hyperband(options), [trial], peers)[0];

describe('hyperband', () => {
  test('lets all pass before the first bracket', () => {
    expect(
      stops(
        { min_iter: 3 },
        [9, 9],
        [
          [1, 1, 1],
          [2, 2, 2],
        ],
      ),
    ).toBe(false);
  });

  test('keeps the best 1/eta at a bracket', () => {
    const peers = [1, 2, 3, 4, 5].map((loss) => [9, loss]);
    // Six losses at epoch 2 (the trial's own too): the third best is the last to pass with eta 3.
    expect(stops({ min_iter: 2 }, [9, 2.5], peers)).toBe(false);
    expect(stops({ min_iter: 2 }, [9, 3.5], peers)).toBe(true);
    expect(stops({ min_iter: 2, eta: 2 }, [9, 3.5], peers)).toBe(false);
  });

  test('has brackets at min_iter * eta^k, and the last one passed counts between them', () => {
    const peers = [
      [1, 8, 8, 8],
      [2, 7, 7, 7],
      [3, 6, 6, 6],
    ];
    const trial = [2.5, 2.5, 1, 1];
    expect(stops({ min_iter: 1, eta: 2, strict: true }, trial.slice(0, 1), peers)).toBe(false);
    expect(stops({ min_iter: 1, eta: 4, strict: true }, [4, 0, 0], peers)).toBe(true);
    expect(stops({ min_iter: 1, eta: 4, strict: true }, [4, 0, 0, 0], peers)).toBe(false);
  });

  test('counts brackets down from max_iter', () => {
    const peers = Array.from({ length: 8 }, () => [0, 0, 0, 0, 0, 0, 0, 0, 0]);
    const verdicts = Array.from({ length: 9 }, (_, i) =>
      stops({ max_iter: 27, s: 1 }, Array(i + 1).fill(1), peers),
    );
    expect(verdicts).toEqual([...Array(8).fill(false), true]);
    expect(stops({ max_iter: 27, s: 2 }, [1, 1, 1], peers)).toBe(true);
  });

  test('forgives a relapse unless strict', () => {
    const peers = [
      [3, 3],
      [4, 4],
      [5, 5],
      [6, 6],
      [7, 7],
    ];
    expect(stops({ min_iter: 2 }, [1, 9], peers)).toBe(false);
    expect(stops({ min_iter: 2, strict: true }, [1, 9], peers)).toBe(true);
  });

  test('lets the best third of a rung pass, wherever they stand in it', () => {
    const rung = [9, 1, 8, 2, 7, 3].map((loss) => [loss]);
    // Of six losses the third best is the last to pass with eta 3.
    expect(stopped(hyperband({ min_iter: 1 }), rung)).toEqual([
      ...[true, false, true],
      ...[false, true, false],
    ]);
  });

  test('judges a second rung among all that came before it', () => {
    const first = [1, 2, 3].map((loss) => [loss]);
    const second = [2, 4, 5].map((loss) => [loss]);
    expect(stopped(hyperband({ min_iter: 1 }), first)).toEqual([false, false, true]);
    // Of six losses (1, 2, 2, 3, 4, 5) the third best is 2; alone, 4 would have passed too.
    expect(stopped(hyperband({ min_iter: 1 }), second, first)).toEqual([false, true, true]);
    expect(stopped(hyperband({ min_iter: 1 }), second)).toEqual([false, false, true]);
  });

  test('a cohort of 27 takes the same epochs whatever the order of its trials', () => {
    const losses = Array.from({ length: 27 }, (_, number) => number);
    const orders = [losses, losses.toReversed(), losses.map((_, i) => (i * 10) % 27)];
    // 27 train to the bracket of 1 epoch, 10 on to that of 3, 4 on to that of 9, 2 to the end.
    const epochs = 27 + 10 * 2 + 4 * 6 + 2 * 18;
    expect(orders.map((order) => trialEpochs(order, 27))).toEqual([epochs, epochs, epochs]);
  });

  test('says what going on takes', () => {
    const peers = [1, 2, 3, 4, 5].map((loss) => [9, loss]);
    const reason = (options: object, trial: readonly number[]) => {
      const [decision] = judge(hyperband(options), [trial], peers);
      return decision?.action === 'stop' && decision.reason;
    };
    expect(reason({ min_iter: 2 }, [3.5, 4])).toBe(
      'going on takes val_loss 3, reached by the best 3 of 6 trials at 2 epochs; this one had 3.5 at best',
    );
    expect(reason({ min_iter: 2, strict: true, eta: 9 }, [3.5, 4])).toBe(
      'going on takes val_loss 1, reached by the best of 6 trials at 2 epochs; this one had 4 there',
    );
  });

  test('wants brackets one way or the other', () => {
    const wrong = (options: object) =>
      pruners.hyperband!.options.safeParse(options).error?.issues.map(({ path }) => path.join('.'));
    expect(wrong({})).toEqual(['min_iter']);
    expect(wrong({ max_iter: 27 })).toEqual(['s']);
    expect(wrong({ max_iter: 2, s: 2 })).toEqual(['max_iter']);
    // W&B takes files that give both.
    expect(wrong({ max_iter: 27, s: 2, min_iter: 2 })).toBeUndefined();
    expect(wrong({ max_iter: 27, s: 2 })).toBeUndefined();
  });
});

/** Epochs that a cohort trains in all, each trial with the one loss it ever has, eta 3. */
function trialEpochs(losses: readonly number[], epochs: number): number {
  const pruner = hyperband({ min_iter: 1 });
  const curves = createCurves();
  let left = losses.map((_, number) => number);
  let trained = 0;
  for (let epoch = 1; epoch <= epochs; epoch += 1) {
    for (const number of left) curves.add(number, losses[number]!);
    trained += left.length;
    const decisions = pruner.judge(
      left.map((number) => curveOf(number, curves)),
      curves,
    );
    left = left.filter((_, place) => decisions[place]!.action === 'continue');
  }
  return trained;
}

test('a pruner of another version is named, with those there are', () => {
  const names = Object.keys(pruners).join(', ');
  expect(() => createPruner({ type: 'later' }, LOSS)).toThrow(`(${names}), got "later"`);
});

describe('median', () => {
  const median = (options: object, trial: readonly number[], peers: readonly number[][]) =>
    stopped(createPruner({ type: 'median', ...options }, LOSS), [trial], peers)[0];
  const peers = [
    [5, 1],
    [5, 2],
    [5, 3],
    [5, 4],
    [5, 5],
  ];

  test('compares the best loss so far with the running averages', () => {
    expect(median({}, [9, 4.1], peers)).toBe(true);
    expect(median({}, [9, 3.9], peers)).toBe(false);
    expect(median({}, [3.9, 9], peers)).toBe(false);
  });

  test('waits for enough trials to come as far, and for its first epochs', () => {
    expect(median({ min_trials: 6 }, [9, 9], peers)).toBe(false);
    expect(median({}, [9, 9, 9], peers)).toBe(false);
    expect(median({ min_iter: 3 }, [9, 9], peers)).toBe(false);
  });

  test('counts the rung itself: the others of it are among those compared with', () => {
    const rung = [[9], [1], [1], [1], [1], [1]];
    const pruner = createPruner({ type: 'median' }, LOSS);
    expect(stopped(pruner, rung)).toEqual([true, ...Array(5).fill(false)]);
  });

  test('says what it compared', () => {
    const [decision] = judge(createPruner({ type: 'median' }, LOSS), [[9, 4.1]], peers);
    expect(decision).toEqual({
      action: 'stop',
      reason:
        'the median of 5 other trials, each averaged over 2 epochs, is val_loss 4; this one had 4.1 at best',
    });
  });
});
