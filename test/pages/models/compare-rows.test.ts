import { expect, test } from 'vitest';
import { compareRows } from '../../../src/pages/models/compare-rows.js';
import { aRecipe, aTrial } from './documents.js';

const trial = (id: number, params: Record<string, string | number>, recipe: object) =>
  aTrial({ trial: id, params, recipe: aRecipe({ ...params, ...recipe }) });

test('what differs comes with each trial’s value, what is equal apart', () => {
  const rows = compareRows([
    trial(1, { learning_rate: 0.01, batch: 32 }, { seed: 1 }),
    trial(2, { learning_rate: 0.003, batch: 32 }, { seed: 1 }),
    trial(3, { learning_rate: 0.01, batch: 32 }, { seed: 2 }),
  ]);
  expect(rows.different).toEqual([
    { name: 'learning_rate', values: ['0.01', '0.003', '0.01'] },
    { name: 'seed', values: ['1', '1', '2'] },
  ]);
  expect(rows.equal.map(({ name }) => name)).toEqual(['batch', 'optimizer']);
});

test('what a trial does not have is a dash', () => {
  const { different } = compareRows([trial(1, { dropout: 0.5 }, {}), trial(2, {}, { dropout: 0 })]);
  expect(different).toEqual([{ name: 'dropout', values: ['0.5', '-'] }]);
});

test('a trial without a recipe is compared by its params', () => {
  const rows = compareRows([
    trial(1, { batch: 32 }, {}),
    aTrial({ trial: 2, params: { batch: 33 } }),
  ]);
  expect(rows).toEqual({ different: [{ name: 'batch', values: ['32', '33'] }], equal: [] });
});
