import { describe, expect, test } from 'vitest';
import { createPruner } from '../../src/search/create-pruner.js';
import { createCurves } from '../../src/search/curves.js';
import { pruners } from '../../src/search/pruners/index.js';
import { judge, LOSS } from './judging.js';

const asha = (options: object = {}) => createPruner({ type: 'asha', ...options }, LOSS);

/** What becomes of trials with these losses at epoch 1, while more may come. */
function rung(losses: readonly number[], awaited: number, options: object = {}) {
  const curves = createCurves();
  curves.expect(losses.length + awaited);
  for (const [number, loss] of losses.entries()) curves.add(number, loss);
  const trials = losses.map((_, number) => ({ number, losses: curves.of(number) }));
  return asha(options)
    .judge(trials, curves)
    .map(({ action }) => action);
}

describe('asha', () => {
  test('lets the best third of a rung go on, and the others wait while more may come', () => {
    expect(rung([6, 1, 5, 2, 4, 3], 99)).toEqual([
      ...['pause', 'continue', 'pause', 'continue', 'pause', 'pause'],
    ]);
  });

  test('stops who would not go on even if all who may come were worse', () => {
    // Of 9 at most 3 go on: whoever has 3 better ones before it does not.
    expect(rung([6, 1, 5, 2, 4, 3], 3)).toEqual([
      ...['stop', 'continue', 'stop', 'continue', 'stop', 'pause'],
    ]);
  });

  test('stops all others at once where none is awaited', () => {
    expect(rung([6, 1, 5, 2, 4, 3], 0)).toEqual([
      ...['stop', 'continue', 'stop', 'continue', 'stop', 'stop'],
    ]);
  });

  test('lets nobody go on before there are as many as it takes, but the best if no more come', () => {
    expect(rung([2, 1], 1)).toEqual(['stop', 'pause']);
    expect(rung([2, 1], 0)).toEqual(['stop', 'continue']);
    expect(rung([2, 1], 99)).toEqual(['pause', 'pause']);
  });

  test('with `variant: stopping` lets one go on at least, and nobody wait', () => {
    expect(rung([2, 1], 99, { variant: 'stopping' })).toEqual(['stop', 'continue']);
    expect(rung([6, 1, 5, 2, 4, 3], 99, { variant: 'stopping', eta: 2 })).toEqual([
      ...['stop', 'continue', 'stop', 'continue', 'stop', 'continue'],
    ]);
  });

  test('lets those that are as good as the last to go on go on with it', () => {
    expect(rung([1, 2, 2, 2, 3, 3], 99)).toEqual([
      ...['continue', 'continue', 'continue', 'continue', 'pause', 'pause'],
    ]);
  });

  test('stops a trial without a number at once, however many may come', () => {
    expect(rung([1, Number.NaN, 2, 3, 4, 5], 99)[1]).toBe('stop');
  });

  test.each([
    [{}, [1, 3, 9]],
    [{ min_iter: 2, eta: 2 }, [2, 4, 8]],
    [{ eta: 1.5 }, [1, 2, 3, 5, 7, 11]],
    [{ eta: 2, max_iter: 4 }, [1, 2]],
  ])('%j: has its rungs at epochs %j', (options, rungs) => {
    const worse = Array(12).fill(2);
    const others = Array.from({ length: 3 }, () => Array(12).fill(1));
    const judged = worse.flatMap((_, epoch) => {
      const [decision] = judge(asha(options), [worse.slice(0, epoch + 1)], others);
      return decision!.action === 'stop' ? [epoch + 1] : [];
    });
    expect(judged).toEqual(rungs);
  });

  test('says what it waits for', () => {
    const curves = createCurves();
    curves.expect(10);
    curves.add(0, 1);
    expect(asha().judge([{ number: 0, losses: [1] }], curves)).toEqual([
      {
        action: 'pause',
        reason: '1 of the 3 trials that it takes to compare have come to 1 epoch',
      },
    ]);
  });

  test('warns where no rung lies within a trial', () => {
    const { check, options } = pruners.asha!;
    expect(
      check?.(options.parse({ min_iter: 5 }), { epochs: 5, checkpoints: true, runs: 1 }),
    ).toHaveLength(1);
    expect(
      check?.(options.parse({ min_iter: 4 }), { epochs: 5, checkpoints: true, runs: 1 }),
    ).toEqual([]);
    expect(
      check?.(options.parse({ min_iter: 4, max_iter: 4 }), {
        epochs: 5,
        checkpoints: true,
        runs: 1,
      }),
    ).toHaveLength(1);
  });
});
