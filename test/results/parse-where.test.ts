import { expect, test } from 'vitest';
import type { SearchSpace } from '../../src/core/space.js';
import { parseWhere } from '../../src/results/parse-where.js';

const SPACE: SearchSpace = {
  scheduler: {
    kind: 'categorical',
    values: ['constant', { type: 'step', step_size: 2, gamma: 0.1 }],
    options: [null, { step_size: { kind: 'categorical', values: [2, 5] } }],
  },
  optimizer: {
    kind: 'categorical',
    values: [{ type: 'sgd', momentum: 0.7 }],
    options: [{ momentum: { kind: 'uniform', low: 0.5, high: 0.9, scale: 'linear' } }],
  },
  momentum: { kind: 'categorical', values: [0.8, 0.9], when: { scheduler: ['step'] } },
  learning_rate: { kind: 'derived', expression: '0.01 * batch_size' },
  stem: { kind: 'derived', expression: 'image_size > 64 ? "imagenet" : "small"' },
};
const meant = (filter: string) => parseWhere([filter], SPACE);

test.each([
  ['scheduler=step', { scheduler: 'step' }],
  [
    'scheduler=step(step_size=5, gamma=0.1)',
    { scheduler: { type: 'step', step_size: 5, gamma: 0.1 } },
  ],
  ['optimizer={"type":"sgd","momentum":0.6}', { optimizer: { type: 'sgd', momentum: 0.6 } }],
  ['momentum=0.9', { momentum: 0.9 }],
  ['momentum=-', { momentum: null }],
  ['learning_rate=0.32', { learning_rate: 0.32 }],
  ['stem=small', { stem: 'small' }],
] as const)('%s means what it says', (filter, where) => {
  expect(meant(filter)).toEqual(where);
});

test.each(['scheduler=step(step_size=3, gamma=0.1)', 'optimizer={"type":"adam"}', 'momentum=0.7'])(
  '%s is refused',
  (filter) => {
    expect(() => meant(filter)).toThrow(/expects one of/);
  },
);
