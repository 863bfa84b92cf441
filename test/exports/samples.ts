import { join } from 'node:path';
import { exportSafetensors } from '../../src/assets/weights/export-safetensors.js';
import { random } from '../../src/assets/weights/random.js';
import type { NetworkWeights, WeightTensor } from '../../src/assets/weights/weights.js';
import { rngFor } from '../../src/core/random.js';
import type { Params } from '../../src/core/space.js';
import type { Around, TrainedModel } from '../../src/exports/export-format.js';
import { readResults } from '../../src/exports/sweep/read-results.js';
import type { SweepResults } from '../../src/exports/sweep/sweep-results.js';
import { classifierLayers } from '../../src/networks/classifier.js';
import { readDocument } from '../../src/results/live/read-documents.js';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { seedResults, TRIALS } from '../cli/seed-results.js';
import { databaseIn } from '../fakes/database.js';
import { changed, fakeRecipe, type RecipeFields } from '../fakes/specs.js';

/** What texts of users may hold: markup of every kind, formulas, codes of terminals, paths. */
export const HOSTILE: readonly string[] = [
  '<img src=x onerror=alert(1)>',
  '=HYPERLINK("http://evil.test")',
  '../../../etc/passwd',
  '# not a heading\n---\nlicense: mit',
  '`code` | **bold** [link](javascript:alert(1))',
  '\u001b[31mred\u001b[0m \u202egnp.exe',
  '"quoted": {yes: [no]} & \\ %s $x',
  '',
  'ß 猫 🐈',
];

/** As Keras' weights are. */
export const KERAS = {
  layout: 'v1',
  epsilon: 1.001e-5,
  normalization: { mean: [0.485, 0.458, 0.4076], std: [0.229, 0.224, 0.225] },
  scale: [58.395, 57.12, 57.375],
} as const;

/** Of formats that go by their output alone. */
export function aroundOf(output: string): Around {
  return { place: output, env: {} };
}

export interface SampleChange extends RecipeFields {
  readonly architecture?: string;
  readonly classNames?: readonly string[];
  readonly weights?: Partial<
    Pick<NetworkWeights, 'layout' | 'epsilon' | 'normalization' | 'scale'>
  >;
}

/** A small network of drawn weights, as a trial of a database in `folder`. */
export async function sampleModel(
  folder: string,
  { architecture = 'resnet18', classNames = ['cat', 'dog'], weights, ...fields }: SampleChange = {},
): Promise<TrainedModel> {
  const model = { architecture, weights: '/home/user/base.safetensors' };
  const recipe = changed(fakeRecipe(), { model, ...fields });
  const drawn = await random.load({ architecture, weights: 'random' }, '', 5);
  const whole = { ...drawn, tensors: withStatistics(drawn.tensors), ...weights };
  const layers = classifierLayers(recipe.training.head, drawn.network.features, classNames.length);
  const trained = new Map(
    layers.flatMap(({ name, inputs, outputs }): [string, WeightTensor][] => [
      [`${name}.weight`, drawnTensor(`${name}.weight`, [inputs, outputs], -0.1, 0.1)],
      [`${name}.bias`, drawnTensor(`${name}.bias`, [outputs], -0.1, 0.1)],
    ]),
  );
  const output = join(folder, 'network of a trial.safetensors');
  exportSafetensors({ weights: whole, trained, recipe, classNames, metadata: {}, output });
  const { database, sweep: asked } = await seeded(folder, []);
  const trial = await readDocument.trial(database, { sweep: asked, trials: ['1'] });
  return {
    ...{ weights: output, recipe, classNames, version: VERSION },
    trial: { ...trial, made_of: madeOf(classNames) },
    sweep: await readDocument.sweep(database, { sweep: asked }),
    leaderboard: await readDocument.leaderboard(database, { sweep: asked }),
  };
}

/** A sweep of one trial of each fate, and further ones with such params. */
export async function sampleResults(
  folder: string,
  more: readonly Params[] = [],
): Promise<SweepResults> {
  const { database, sweep } = await seeded(folder, more);
  return readResults(database.store, sweep, VERSION);
}

const VERSION = '1.2.3';

async function seeded(folder: string, more: readonly Params[]) {
  const others = more.map((params) => ({ params, accuracies: [0.5], state: 'finished' }) as const);
  const id = await seedResults(folder, [...TRIALS, ...others]);
  const file = join(folder, 'results', 'thaw.sqlite');
  const store = openStore(file, { access: 'read' });
  return { database: databaseIn(file, store), sweep: (await store.readings.sweep(id))! };
}

function madeOf(classNames: readonly string[]) {
  return { change: 0, class_names: classNames, data: 'd1', weights: 'w1' };
}

/** Batch norms that do something: drawn weights come with means of 0 and variances of 1. */
function withStatistics(
  tensors: ReadonlyMap<string, WeightTensor>,
): ReadonlyMap<string, WeightTensor> {
  return new Map(
    Array.from(tensors, ([name, tensor]) => {
      const { shape } = tensor;
      if (/running_var$/.test(name)) return [name, drawnTensor(name, shape, 0.5, 2)] as const;
      if (/(running_mean|bn\d\.bias|downsample\.1\.bias)$/.test(name)) {
        return [name, drawnTensor(name, shape, -0.2, 0.2)] as const;
      }
      return [name, tensor] as const;
    }),
  );
}

function drawnTensor(name: string, shape: readonly number[], low: number, high: number) {
  const draw = rngFor('sample', name);
  const length = shape.reduce((product, n) => product * n, 1);
  return { shape, data: Float32Array.from({ length }, () => low + (high - low) * draw()) };
}
