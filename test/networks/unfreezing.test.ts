import { expect, test } from 'vitest';
import { FC, UNITS } from '../../src/networks/resnet50/units.js';
import { firstTrained, MAX_UNFROZEN, unfreezingNames } from '../../src/networks/unfreezing.js';

test('a number counts stages from the end', () => {
  const starts = [0, 1, 2, 3, 4, 5].map((count) => UNITS[firstTrained(count)!]);
  expect(starts).toEqual(['fc', 'layer4.0', 'layer3.0', 'layer2.0', 'layer1.0', 'stem']);
  expect(firstTrained(0)).toBe(FC);
  expect(firstTrained(MAX_UNFROZEN)).toBe(0);
});

test('a name means from there on', () => {
  expect(firstTrained('layer3')).toBe(firstTrained(2));
  expect(firstTrained('all')).toBe(0);
  expect(firstTrained('stem')).toBe(0);
  expect(UNITS[firstTrained('layer4.1')!]).toBe('layer4.1');
});

test('anything else means nothing', () => {
  for (const value of [6, -1, 1.5, Number.NaN, 'layer5', 'layer4.3', '', 'constructor']) {
    expect(firstTrained(value)).toBeUndefined();
  }
});

test('every name that is offered means something', () => {
  expect(unfreezingNames.every((name) => firstTrained(name) !== undefined)).toBe(true);
  expect(unfreezingNames.slice(0, 7)).toEqual([
    ...['fc', 'layer4', 'layer3', 'layer2', 'layer1', 'stem', 'all'],
  ]);
});
