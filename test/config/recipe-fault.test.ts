import { expect, test } from 'vitest';
import { recipeFault } from '../../src/config/recipe-fault.js';
import { recipeFor } from '../../src/config/recipe-for.js';
import type { Recipe } from '../../src/core/recipe.js';
import type { Params } from '../../src/core/space.js';
import { builtinSets } from '../../src/images/augmentation-sets.js';
import { networks } from '../../src/networks/index.js';
import { schedules } from '../../src/schedules/kinds/index.js';
import { optimizers } from '../../src/train/step/optimizers/index.js';
import { fakeSpec } from '../fakes/specs.js';

const made = (params: Params = {}, architecture = 'resnet50') =>
  recipeFor(fakeSpec({ model: { architecture, weights: 'random' } }), params);

test('nothing speaks against any recipe that this program makes', () => {
  const all = [
    ...Object.keys(schedules).map((scheduler) => made({ scheduler })),
    ...Object.keys(optimizers).map((optimizer) => made({ optimizer })),
    ...Object.keys(builtinSets).map((augmentation) => made({ augmentation })),
    ...networks.map(({ name }) => made({}, name)),
    ...[0, 1, 5, 'layer3'].map((unfrozen_layers) => made({ unfrozen_layers })),
    made({ head: { type: 'mlp', width: 64 }, gradient_clip: 1, dropout: 0.5 }),
    made({ normalization: 'cifar10', stem: 'small', pooling: 'avgmax', label_smoothing: 0.1 }),
  ];
  // As a database gives them back.
  const stored = all.map((recipe) => JSON.parse(JSON.stringify(recipe)) as Recipe);
  expect(stored.map(recipeFault)).toEqual(all.map(() => null));
});

const { trunk, training, pace, judged } = made();

test.each<[said: string, recipe: Recipe]>([
  ['epochs is 0', { trunk, training, judged, pace: { ...pace, epochs: 0 } }],
  ['epochs is 1000000000000000', { trunk, training, judged, pace: { ...pace, epochs: 1e15 } }],
  ['learning_rate is -1', { trunk, training, judged, pace: { ...pace, learningRate: -1 } }],
  [
    'scheduler is {"type":"nope"}',
    { trunk, training, judged, pace: { ...pace, scheduler: { type: 'nope' } } },
  ],
  [
    'optimizer is {"type":"__proto__"}',
    { trunk, pace, judged, training: { ...training, optimizer: { type: '__proto__' } } },
  ],
  ['unfrozen_layers is 99', { trunk, pace, judged, training: { ...training, firstTrained: 99 } }],
  ['dropout is 7', { trunk, pace, judged, training: { ...training, dropout: 7 } }],
  ['batch_size is -3', { training, pace, judged, trunk: { ...trunk, batchSize: -3 } }],
  [
    'architecture is "resnet9000"',
    {
      ...{ training, pace, judged },
      trunk: { ...trunk, model: { architecture: 'resnet9000', weights: 'random' } },
    },
  ],
  [
    'augmentation is {"name":"x","transforms":[{"type":"nope"}]}',
    {
      ...{ training, pace, judged },
      trunk: { ...trunk, augmentation: { name: 'x', transforms: [{ type: 'nope' }] } },
    },
  ],
])('what no program makes is told: its %s', (said, recipe) => {
  expect(recipeFault(recipe)).toBe(`its ${said}`);
});
