import { expect, test } from 'vitest';
import type { Params, SearchSpace } from '../../src/core/space.js';
import { createSampler } from '../../src/search/create-sampler.js';

const SPACE: SearchSpace = {
  learning_rate: { kind: 'normal', mu: 0, sigma: 0.1, log: false },
  dropout: { kind: 'uniform', low: 0, high: 0.5, scale: 'linear' },
};
const random = (space: SearchSpace, allows: (params: Params) => boolean = () => true, seed = 1) =>
  createSampler({ method: { type: 'random' }, space, seed, order: 'declared' }, allows);

test('a draw no trial could use is drawn again', () => {
  const allows = ({ learning_rate }: Params) => (learning_rate as number) > 0;
  for (let number = 0; number < 50; number += 1) {
    const redrawn = random(SPACE, allows).suggest(number, [])!;
    expect(redrawn.learning_rate).toBeGreaterThan(0);
    const first = random(SPACE).suggest(number, [])!;
    if (allows(first)) expect(redrawn).toEqual(first);
  }
});

test('a space without a usable point is an error, not an endless loop', () => {
  expect(() => random(SPACE, () => false).suggest(3, [])).toThrow(/trial 3/);
});

test('another seed gives other values; a new parameter changes none of the old ones', () => {
  const one = random(SPACE).suggest(0, [])!;
  expect(random(SPACE, undefined, 2).suggest(0, [])).not.toEqual(one);
  const wider = { momentum: { kind: 'beta', a: 2, b: 2 } as const, ...SPACE };
  expect(random(wider).suggest(0, [])).toMatchObject(one);
});

test('values fill their range evenly', () => {
  const sampler = random(SPACE);
  const counts = [0, 0, 0, 0, 0];
  for (let number = 0; number < 1000; number += 1) {
    counts[Math.floor((sampler.suggest(number, [])!.dropout as number) * 10)]! += 1;
  }
  for (const count of counts) expect(Math.abs(count - 200)).toBeLessThan(60);
});
