import { describe, expect, test } from 'vitest';
import { effects } from '../../../src/charts/kinds/search/effects.js';
import { importance } from '../../../src/charts/kinds/search/importance.js';
import { marginal } from '../../../src/charts/kinds/search/marginal.js';
import type { ImportanceDocument } from '../../../src/results/documents/insight/importance.js';
import { documentsOf } from '../documents.js';
import { marksOf, textsOf } from '../marks-of.js';

const DOCUMENTS = documentsOf({ trials: 40, states: ['finished'] });
const SILENT = documentsOf({ trials: 2, states: ['finished'] });

function effect(change: Partial<ImportanceDocument['effects'][0]>) {
  return {
    ...{ parameter: 'optimizer', better: 'adamw', worse: 'sgd', gain: 0.1, margin: 0.05 },
    ...{ pairs: 9, over: 'all_else' as const, seconds: 2, ...change },
  };
}

describe('what matters', () => {
  test('is bars of shares with their intervals, the largest first', () => {
    const scene = importance.draw(DOCUMENTS, {}, importance.frame);
    expect(scene.table.rows.map((row) => row.slice(0, 2))).toEqual([
      ['learning_rate', 0.6],
      ['scheduler', 0.2],
      ['learning_rate and scheduler', 0.1],
    ]);
    const bars = marksOf(scene, 'bar').filter(({ title }) => title !== undefined);
    expect(bars[0]!.width / bars[1]!.width).toBeCloseTo(3);
    expect(scene.summary).toContain('learning_rate makes the largest part');
    expect(scene.summary).toContain('60 % (48 to 72)');
  });

  test('is silent where the document is, with its reason', () => {
    for (const chart of [importance, marginal]) {
      const scene = chart.draw(SILENT, {}, chart.frame);
      expect(scene.summary).toBe('Too few points have finished.');
      expect(scene.areas).toEqual([]);
    }
  });
});

describe('expected values', () => {
  test('are a line in its interval over numbers, dots with whiskers over categories', () => {
    const scene = marginal.draw(DOCUMENTS, {}, marginal.frame);
    expect(scene.areas.map(({ x }) => [x?.name, x?.kind])).toEqual([
      ['learning_rate', 'log'],
      ['scheduler', 'category'],
    ]);
    expect(marksOf(scene, 'area')).toHaveLength(1);
    expect(scene.summary).toContain('Best along learning_rate at 0.1: 0.6 (0.48 to 0.72).');
  });
});

describe('effects', () => {
  const draw = (all: readonly ReturnType<typeof effect>[]) =>
    effects.draw({ importance: { ...DOCUMENTS.importance, effects: all } }, {}, effects.frame);

  test('are dots with margins around 0, hollow where 0 lies within', () => {
    const scene = draw([effect({}), effect({ parameter: 'momentum', gain: 0.02, margin: 0.03 })]);
    const dots = marksOf(scene, 'dot').filter(({ title }) => title?.includes('better by'));
    expect(dots.map(({ hollow }) => hollow ?? false)).toEqual([false, true]);
    expect(scene.areas[0]!.x).toMatchObject({ name: 'gain', low: expect.closeTo(-0.02, 1) });
    expect(scene.summary).toBe(
      '1 of 2 comparisons can be told from 0. The largest: optimizer adamw over sgd gives 0.1 ± 0.05 in val_accuracy.',
    );
    expect(textsOf(scene)).toContain('optimizer: adamw over sgd');
  });

  test('at the best learning rate differ in color and in shape', () => {
    const scene = draw([effect({}), effect({ over: 'best_learning_rate' })]);
    const [one, other] = marksOf(scene, 'dot').filter(({ title }) => title?.includes('better by'));
    expect([one!.shape, other!.shape]).toEqual([undefined, 'square']);
    expect(one!.color).not.toBe(other!.color);
  });

  test('say what they take where there are none', () => {
    expect(draw([]).summary).toMatch(/five pairs of finished points that differ in it alone/);
  });
});
