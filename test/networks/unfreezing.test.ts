import { expect, test } from 'vitest';
import { resnet18 } from '../../src/networks/resnet18.js';
import { resnet50 } from '../../src/networks/resnet50.js';
import { firstTrained, maxUnfrozen, unfreezingNames } from '../../src/networks/unfreezing.js';

const { units } = resnet50;
const start = (value: number | string) => units[firstTrained(resnet50, value)!];

test('a number counts stages from the end', () => {
  const starts = [0, 1, 2, 3, 4, 5].map(start);
  expect(starts).toEqual(['fc', 'layer4.0', 'layer3.0', 'layer2.0', 'layer1.0', 'stem']);
  expect(firstTrained(resnet50, 0)).toBe(units.length - 1);
  expect(firstTrained(resnet50, maxUnfrozen(resnet50))).toBe(0);
});

test('a name means from there on', () => {
  expect(start('layer3')).toBe(start(2));
  expect(start('all')).toBe('stem');
  expect(start('stem')).toBe('stem');
  expect(start('layer4.1')).toBe('layer4.1');
});

test('anything else means nothing', () => {
  for (const value of [6, -1, 1.5, Number.NaN, 'layer5', 'layer4.3', '', 'constructor']) {
    expect(firstTrained(resnet50, value)).toBeUndefined();
  }
});

test('what it means is a matter of the network', () => {
  expect(firstTrained(resnet50, 'layer4')).toBe(14);
  expect(firstTrained(resnet18, 'layer4')).toBe(7);
  expect(firstTrained(resnet18, 'layer4.2')).toBeUndefined();
});

test('every name that is offered means something, stages first', () => {
  const names = unfreezingNames(resnet50);
  expect(names.every((name) => firstTrained(resnet50, name) !== undefined)).toBe(true);
  expect(names.slice(0, 7)).toEqual([
    ...['fc', 'layer4', 'layer3', 'layer2', 'layer1', 'stem', 'all'],
  ]);
});
