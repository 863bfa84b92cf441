import { describe, expect, test } from 'vitest';
import { createPruner } from '../../src/search/create-pruner.js';
import type { Curve } from '../../src/search/pruner.js';
import { pruners } from '../../src/search/pruners/index.js';

const curve = (losses: readonly number[]): Curve => ({ number: 0, finished: false, losses });
const stops = (options: object, trial: readonly number[], peers: readonly (readonly number[])[]) =>
  createPruner({ type: 'hyperband', ...options }).shouldStop(curve(trial), peers.map(curve));

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

describe('median', () => {
  const median = (options: object, trial: readonly number[], peers: readonly number[][]) =>
    createPruner({ type: 'median', ...options }).shouldStop(curve(trial), peers.map(curve));
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
});
