import { z } from 'zod';
import { datasets } from '../../assets/datasets/index.js';
import { weightsSources } from '../../assets/weights/index.js';
import { RETRIES } from '../../core/sweep.js';
import { backends } from '../../device/backends/index.js';
import { defaultNetwork, networks } from '../../networks/index.js';
import { pruners } from '../../search/pruners/index.js';
import { samplers } from '../../search/samplers/index.js';
import { choiceSchema } from '../parameters/choice.js';
import { epochsSchema, imageSizeSchema } from '../parameters/numbers.js';
import { transformListSchema } from '../parameters/transforms.js';
import { oneOf } from '../words/describe-value.js';
import { byteSizeSchema } from './byte-size.js';
import { durationSchema } from './duration.js';
import { checkpointSchema } from './keys/checkpoint-key.js';
import { devicesSchema } from './keys/devices-key.js';
import { metricSchema } from './keys/metric-key.js';
import { metricsSchema } from './keys/metrics-key.js';
import { repeatsSchema } from './keys/repeats-key.js';
import { spaceKeys } from './keys/space-keys.js';
import { warmStartSchema } from './keys/warm-start-key.js';
import { spelledOut } from './spellings.js';

const atBudget = (who: string, end: string) =>
  z
    .enum(['stop', 'finish'])
    .default('stop')
    .describe(`stop: ${who} stop after their step; finish: they go on to ${end}`);

/** How many images: a count, or a fraction of the training split. */
const amountSchema = z.number().gt(0);

/**
 * Every key of a sweep file but `parameters`, with its meaning and its default. A key left out or
 * empty takes the default.
 */
export const sweepKeys = {
  name: z.string().min(1).max(200).nullish().describe("The sweep's name; default: the file's"),
  description: z.string().max(10_000).nullish().describe('A note for whoever reads the file'),
  method: choiceSchema('method', samplers).default({ type: 'grid' }).describe(methodText()),
  metric: metricSchema,
  metrics: metricsSchema,
  run_cap: z
    .int()
    .min(1)
    .nullish()
    .describe(
      'Total number of points, each a trial unless `repeats` says more; default: all there are',
    ),
  repeats: repeatsSchema,
  warm_start: warmStartSchema,
  sharing: z
    .enum(['prefer', 'ignore'])
    .default('prefer')
    .describe(
      'prefer: of points as promising, samplers that learn take those that share frozen layers with others; ignore: they do not look at that',
    ),
  seed: z.int().min(0).default(0).describe('Seed of every random draw'),
  epochs: epochsSchema.default(5).describe('Passes over the training images'),
  data: z
    .strictObject({
      source: z
        .string()
        .min(1)
        .max(4096)
        .default('cifar10')
        .describe(`${spelledOut(datasets)} (relative to this file)`),
      train: amountSchema
        .default(0.9)
        .describe('Images to train on: a count, or a fraction (1.0: all)'),
      val: z
        .union([amountSchema, z.literal('folder')])
        .nullish()
        .describe(
          'Images of the training split to validate on: a count, or a fraction; default 0.1, and an image of each class that has two. Or folder: those of val/',
        ),
      image_size: imageSizeSchema.default(64).describe("Side in pixels of the network's input"),
      decode_size: z
        .int()
        .min(8)
        .max(2048)
        .nullish()
        .describe("Side that a folder's images are decoded to; default: image_size x 8/7"),
    })
    .prefault({})
    .describe('Which images, and how many'),
  model: z
    .strictObject({
      architecture: z
        .enum(networks.map(({ name }) => name))
        .default(defaultNetwork.name)
        .describe('The network'),
      weights: z
        .string()
        .min(1)
        .max(4096)
        .default('imagenet')
        .describe(`${spelledOut(weightsSources)} (relative to this file)`),
      prefix: z
        .string()
        .nullish()
        .describe(
          'Of a file that holds several networks, the one whose names begin with this: module.encoder_k',
        ),
    })
    .prefault({})
    .describe('The network and what it starts from'),
  augmentations: z
    .record(z.string().min(1).max(100), transformListSchema)
    .default({})
    .describe('Augmentation sets by name, for `augmentation` to choose from'),
  backend: z
    .enum(['auto', ...backends.map(({ name }) => name)])
    .default('auto')
    .describe('Tensor library and device; auto: the fastest that works here'),
  devices: devicesSchema,
  exact: z
    .boolean()
    .default(true)
    .describe(
      'On a GPU, the same bits each time; false: the fastest kernels, whose last digits may differ. On a CPU it is always so',
    ),
  workers: z
    .union([z.enum(['auto']), z.int().min(1).max(256)])
    .default('auto')
    .describe('Workers: threads, or a process for each of several GPUs'),
  memory: z
    .union([z.literal('auto'), byteSizeSchema])
    .default('auto')
    .describe(
      'Memory for the program and all workers together, such as 6GB; auto: most of what is free',
    ),
  order: z
    .enum(['declared', 'shuffled'])
    .default('declared')
    .describe(
      `Order of a ${orderedMethods()}'s points; declared: the last parameter varies fastest; shuffled: random`,
    ),
  budget: z
    .strictObject({
      wall: durationSchema.nullish().describe('Time after which the sweep stops: 90s, 10m, 1h30m'),
      on_wall: atBudget('trials that run then', 'their end'),
      trial: durationSchema.nullish().describe('Time that one trial may take'),
      on_trial: atBudget('a trial then', 'the end of its epoch'),
      disk: byteSizeSchema
        .nullish()
        .describe("What the sweep's files and its rows in the database may take, such as 20GB"),
      on_disk: atBudget('trials that run then', 'their end'),
    })
    .prefault({})
    .describe('Limits of time and disk; default: none'),
  retries: z
    .int()
    .min(0)
    .max(100)
    .default(RETRIES)
    .describe(
      'How often a trial that the machine failed (disk, device, a lost worker) is tried again',
    ),
  early_terminate: z
    .union([choiceSchema('early_terminate', pruners), z.null()])
    .default(null)
    .describe('Stops unpromising trials; default: none'),
  keep: z.int().min(0).default(1).describe("How many of the best trials' weights stay on disk"),
  checkpoint: checkpointSchema,
  ...spaceKeys,
} as const;

export type SweepKey = keyof typeof sweepKeys;

/** W&B's keys that mean nothing here. */
export const IGNORED_KEYS: readonly string[] = [
  'program',
  'command',
  'project',
  'entity',
  'controller',
  'kind',
  'apiVersion',
  'job',
  'image_uri',
  'prior_runs',
  'version',
];

/** The methods that `order` means something to, in words. */
export function orderedMethods(): string {
  const ordered = Object.values(samplers).filter((def) => def.ordered);
  return oneOf(ordered.map(({ type }) => type));
}

function methodText(): string {
  const each = Object.values(samplers).map(({ type, summary }) => `${type}: ${summary}`);
  return `How points are chosen; default grid. ${each.join('; ')}`;
}
