import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parameters } from '../../../src/config/parameters/index.js';
import { editDistance, nearestName } from '../../../src/core/words/nearest-name.js';

test.each([
  ['lr', 'learning_rate'],
  ['learningRate', 'learning_rate'],
  ['learning-rate', 'learning_rate'],
  ['batch', 'batch_size'],
  ['bs', 'batch_size'],
  ['wd', 'weight_decay'],
  ['optimiser', 'optimizer'],
  ['lr_scheduler', 'scheduler'],
  ['sheduler', 'scheduler'],
  ['epoch', 'epochs'],
  ['num_epochs', 'epochs'],
  ['aug', 'augmentation'],
  ['unfreezed_layers', 'unfrozen_layers'],
  ['droupout', 'dropout'],
  ['weigth_decay', 'weight_decay'],
])('%s is likely %s', (given, wanted) => {
  expect(nearestName(given, Object.keys(parameters))).toBe(wanted);
});

test.each(['hidden_units', 'x', '', 'warm'])('"%s" is close to nothing', (given) => {
  expect(nearestName(given, Object.keys(parameters))).toBeUndefined();
});

test('a distance is one for each edit, a swap of neighbors included', () => {
  expect(editDistance('abcd', 'acbd')).toBe(1);
  expect(editDistance('kitten', 'sitting')).toBe(3);
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (a, b, c) => {
      expect(editDistance(a, a)).toBe(0);
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      expect(editDistance(a + c, b + c)).toBeLessThanOrEqual(editDistance(a, b));
    }),
  );
});
