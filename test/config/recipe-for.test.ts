import { describe, expect, test } from 'vitest';
import { allowsFor } from '../../src/config/allows.js';
import { recipeFor } from '../../src/config/recipe-for.js';
import { flatRecipe } from '../../src/core/recipe.js';
import type { Params } from '../../src/core/space.js';
import { classifierUnit } from '../../src/networks/network.js';
import { resnet50 } from '../../src/networks/resnet50.js';
import { createSampler } from '../../src/search/create-sampler.js';
import { ask } from '../search/asking.js';
import { parse } from './parse.js';

const FC = classifierUnit(resnet50);
const UNITS = resnet50.units;

const { spec } = parse(`
epochs: 3
augmentations:
  mine: [{ random_crop: { padding: 2 } }, horizontal_flip]
parameters: { learning_rate: { value: 0.1 } }
`);
const recipe = (params: Params) => flatRecipe(recipeFor(spec, params));

test('parameters left out take their defaults', () => {
  expect(recipe({})).toEqual({
    model: spec.model,
    data: spec.data,
    seed: 0,
    replicate: 0,
    metric: spec.metric,
    imageSize: 64,
    normalization: 'weights',
    augmentation: { name: 'none', transforms: [] },
    batchSize: 32,
    epochs: 3,
    precision: 'float32',
    stem: 'imagenet',
    firstTrained: FC,
    pooling: 'avg',
    head: { type: 'linear' },
    dropout: 0,
    learningRate: 0.001,
    scheduler: { type: 'constant', interval: 'epoch', warmup_epochs: 0, warmup_factor: 0.1 },
    optimizer: { type: 'sgd', momentum: 0.9, dampening: 0, weight_decay: 0, nesterov: false },
    labelSmoothing: 0,
    gradientClip: null,
    layerLrDecay: 1,
  });
});

test('each parameter lands in its place', () => {
  expect(
    recipe({
      learning_rate: 0.5,
      scheduler: { type: 'step', step_size: 2 },
      augmentation: 'mine',
      unfrozen_layers: 'layer4.1',
      dropout: 0.2,
      label_smoothing: 0.1,
      batch_size: 8,
      epochs: 9,
      image_size: 96,
      normalization: 'cifar10',
      gradient_clip: 2,
      layer_lr_decay: 0.8,
      stem: 'small',
      pooling: 'avgmax',
      head: 'mlp',
    }),
  ).toMatchObject({
    learningRate: 0.5,
    scheduler: { type: 'step', step_size: 2, gamma: 0.1 },
    augmentation: {
      name: 'mine',
      transforms: [{ type: 'random_crop', padding: 2 }, { type: 'horizontal_flip' }],
    },
    firstTrained: UNITS.indexOf('layer4.1'),
    dropout: 0.2,
    labelSmoothing: 0.1,
    batchSize: 8,
    epochs: 9,
    imageSize: 96,
    normalization: { mean: [0.4914, 0.4822, 0.4465] },
    gradientClip: 2,
    layerLrDecay: 0.8,
    stem: 'small',
    pooling: 'avgmax',
    head: { type: 'mlp', width: 512 },
  });
});

describe('the optimizer', () => {
  test('takes momentum, nesterov and weight_decay where it has them', () => {
    const own = { momentum: 0.5, nesterov: true, weight_decay: 0.1 };
    expect(recipe({ ...own, optimizer: 'sgd' }).optimizer).toMatchObject({ type: 'sgd', ...own });
    const adam = recipe({ ...own, optimizer: 'adam' }).optimizer;
    expect(adam).toMatchObject({ type: 'adam', weight_decay: 0.1 });
    expect(adam).not.toHaveProperty('momentum');
  });

  test("keeps PyTorch's defaults but for sgd's momentum, and what its own options say", () => {
    expect(recipe({ optimizer: 'adamw' }).optimizer).toMatchObject({ weight_decay: 0.01 });
    expect(recipe({ optimizer: 'rmsprop' }).optimizer).toMatchObject({ momentum: 0 });
    const plain = { type: 'sgd', momentum: 0 };
    expect(recipe({ optimizer: plain }).optimizer).toMatchObject(plain);
  });
});

test('a set without a name is named by what it does', () => {
  const name = (augmentation: Params[string]) => recipe({ augmentation }).augmentation.name;
  expect(name([])).toBe('none');
  expect(name(['horizontal_flip'])).toBe(name([{ horizontal_flip: null }]));
  expect(name([{ random_crop: { padding: 2 } }])).not.toBe(name([{ random_crop: { padding: 3 } }]));
  expect(name({ random_crop: { padding: 2 } })).toBe('random_crop{padding:2}');
});

test('a recipe is plain data, and the same for the same params', () => {
  const params = { scheduler: 'one_cycle', augmentation: 'randaugment' };
  expect(JSON.parse(JSON.stringify(recipe(params)))).toEqual(recipe(params));
});

test('draws no trial can use are not allowed, and drawn again', () => {
  const { spec } = parse(
    'method: random\nrun_cap: 50\nparameters: { learning_rate: { distribution: normal, mu: 0.01, sigma: 0.02 } }',
  );
  const allows = allowsFor(spec);
  expect([0.1, 0, -0.1].map((learning_rate) => allows({ learning_rate }))).toEqual([
    true,
    false,
    false,
  ]);
  const sampler = createSampler(spec, allows);
  for (const { learning_rate } of ask(sampler, 0, 50)) expect(learning_rate).toBeGreaterThan(0);
});
