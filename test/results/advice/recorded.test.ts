import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Params, SearchSpace } from '../../../src/core/space.js';
import { advise } from '../../../src/results/advice/advise.js';
import { evidenceOf } from '../../../src/results/advice/evidence.js';
import { effectsOf } from '../../../src/results/insight/effects.js';
import { fakeSpec } from '../../fakes/specs.js';
import { triedOf } from '../insight/tried.js';

interface Recorded {
  readonly name: string;
  readonly space: SearchSpace;
  readonly points: readonly Params[string][][];
  readonly values: readonly number[];
}

const { cases }: { readonly cases: readonly Recorded[] } = JSON.parse(
  readFileSync(new URL('../../golden/search/importance.json', import.meta.url), 'utf8'),
);
const { space, points, values } = cases.find(({ name }) => name === 'recorded')!;

/** Where each value of `unfrozen_layers` begins to train. */
const CUTS: Readonly<Record<string, number>> = { '0': 17, 'layer4.2': 16, '1': 14, 'layer3.5': 13 };

const NOTHING = { classes: null, judgment: null };

const SPEC = fakeSpec({
  space,
  data: { source: 'cifar10', train: 1000, val: 1000, decodeSize: 32 },
  model: { architecture: 'resnet50', weights: 'imagenet' },
});

/** 320 recipes that were trained on CIFAR-10, by their best accuracies. */
const tried = triedOf(
  space,
  points.map((point, p) => {
    const params = Object.fromEntries(Object.keys(space).map((name, i) => [name, point[i]!]));
    const firstTrained = CUTS[String(params.unfrozen_layers)]!;
    return { params, accuracy: values[p]!, recipe: { firstTrained } };
  }),
  SPEC,
);

test('of 320 real recipes the advice is to go deeper, though on average deep ones did worse', () => {
  const [average] = effectsOf({ ...tried, space, metric: SPEC.metric }, 'unfrozen_layers').effects;
  expect(average?.better).toBe(1);
  const advice = advise(evidenceOf(tried, NOTHING));
  const deeper = advice.find(({ rule }) => rule === 'unfreezing');
  expect(deeper?.title).toBe('Unfreeze more layers than unfrozen_layers layer3.5');
  expect(deeper?.sentence).toContain('beats 1 by 1.6 +- 1.1 points');
  expect(deeper?.changes[0]?.value).toEqual({ values: ['layer3.5', 2] });
  // The best of all has it: 0.575 with layer3.5.
  expect(Math.max(...values)).toBe(0.575);
});

test('and to leave constant rates out, and try larger images', () => {
  const rules = advise(evidenceOf(tried, NOTHING)).map(({ rule }) => rule);
  expect(rules).toContain('settled_values');
  expect(rules).toContain('small_images');
  // The rates that were tried have their best within.
  expect(rules).not.toContain('rate_edge');
});
