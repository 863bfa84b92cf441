import { z } from 'zod';
import type { Normalization } from '../../core/recipe.js';
import { CIFAR10, IMAGENET, PRECISIONS } from '../../core/recipe.js';
import { firstTrained, maxUnfrozen, unfreezingNames } from '../../networks/unfreezing.js';
import { schedules } from '../../schedules/kinds/index.js';
import { scheduleSchema } from '../../schedules/schedule-options.js';
import { choiceSchema } from './choice.js';
import { defineParameter, type FileContext } from './parameter.js';

const schedulerSchema = choiceSchema(
  'scheduler',
  Object.fromEntries(
    Object.values(schedules).map((def) => [def.type, { options: scheduleSchema(def) }]),
  ),
);

const headSchema = choiceSchema('head', {
  linear: { options: z.strictObject({}) },
  mlp: {
    options: z.strictObject({
      width: z.int().min(1).max(8192).default(512).describe('Hidden features'),
    }),
  },
});

const NORMALIZATIONS: Readonly<
  Record<'weights' | 'imagenet' | 'cifar10', 'weights' | Normalization>
> = { weights: 'weights', imagenet: IMAGENET, cifar10: CIFAR10 };

export const scheduler = defineParameter({
  summary: 'Learning rate over time: a name, or { type: name, ...options } as in PyTorch',
  fallback: 'constant',
  range: 'none',
  schema: schedulerSchema,
});

export const unfrozenLayers = defineParameter({
  summary:
    'What trains: 0 only fc, 1 also layer4, ... 5 all; or the first part that trains: layer3, layer4.1',
  fallback: 0,
  range: 'whole',
  schema: unfrozenLayersSchema,
});

/** To where training starts, as an index into the network's units. */
function unfrozenLayersSchema({ networks }: FileContext) {
  const names = new Set(networks.flatMap(unfreezingNames));
  return z
    .union([
      z
        .int()
        .min(0)
        .max(Math.max(...networks.map(maxUnfrozen))),
      z.enum([...names]),
    ])
    .transform((value) => firstTrained(networks[0]!, value)!);
}

export const stem = defineParameter({
  summary: 'small: the first convolution with stride 1 and no max pooling, for small images',
  fallback: 'imagenet',
  range: 'none',
  schema: z.enum(['imagenet', 'small']),
});

export const precision = defineParameter({
  summary:
    'Number format of all layers on a GPU, of frozen ones on a CPU; tf32 and bf16 are faster, less precise',
  fallback: 'float32',
  range: 'none',
  schema: z.enum(PRECISIONS),
});

export const pooling = defineParameter({
  summary: 'Pooling before fc',
  fallback: 'avg',
  range: 'none',
  schema: z.enum(['avg', 'max', 'avgmax']),
});

export const head = defineParameter({
  summary: 'Layers after pooling: linear, or { type: mlp, width: 512 }',
  fallback: 'linear',
  range: 'none',
  schema: headSchema,
});

export const normalization = defineParameter({
  summary: 'What images are normalized with; weights: what the weights were trained with',
  fallback: 'weights',
  range: 'none',
  schema: z.union([
    z.enum(['weights', 'imagenet', 'cifar10']).transform((name) => NORMALIZATIONS[name]),
    z.strictObject({
      mean: rgb(z.number().min(0).max(1)),
      std: rgb(z.number().gt(0).min(0.001).max(1)),
    }),
  ]),
});

function rgb(channel: z.ZodNumber) {
  return z.tuple([channel, channel, channel]).describe('Red, green, blue, of values from 0 to 1');
}
