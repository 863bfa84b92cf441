import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { readTrained } from '../../src/assets/weights/read-trained.js';
import { openLoaded } from '../../src/train/loaded.js';
import { prepareNetwork } from '../../src/train/prepare-network.js';
import { cutOf } from '../../src/train/trunk/trunk.js';
import type { Predicted, PredictTask } from '../../src/worker/protocol/tasks.js';
import { predict } from '../../src/worker/tasks/predicting/predict.js';
import { type SampleChange, sampleModel } from '../exports/samples.js';
import { CACHE, describeBackend } from '../golden/backends.js';

const COUNT = 40;
const SIDE = 32;

/** A process has one. */
const BACKEND = process.env.THAW_TEST_BACKEND ?? 'wasm';

describe.each<readonly [what: string, change: SampleChange]>([
  ['a last stage', { firstTrained: 7 }],
  [
    'all layers and an mlp',
    { firstTrained: 0, pooling: 'avgmax', head: { type: 'mlp', width: 24 } },
  ],
])('of a network that trained %s', (_what, change) =>
  describeBackend(BACKEND, 'predicting', () => {
    let paths: readonly string[];
    let task: Omit<PredictTask, 'port'>;

    beforeAll(async () => {
      const folder = mkdtempSync(join(tmpdir(), 'thaw-predict-'));
      mkdirSync(join(folder, 'images'));
      paths = Array.from({ length: COUNT }, (_, i) => join(folder, 'images', `${i}.png`));
      for (const [i, path] of paths.entries()) {
        const bytes = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, at) => (at * (i + 3)) % 251);
        const raw = { width: SIDE, height: SIDE, channels: 3 } as const;
        writeFileSync(path, await sharp(bytes, { raw }).png().toBuffer());
      }
      const { recipe, classNames, weights } = await sampleModel(folder, change);
      const model = { ...recipe.trunk.model, weights };
      task = {
        ...{ backend: BACKEND, cacheDir: CACHE },
        ...{ classNames, checkpoint: null, top: 2 },
        recipe: { ...recipe, trunk: { ...recipe.trunk, model } },
      };
    });

    /** What is answered to these images, sent as fast as they can be. */
    async function answers(images: readonly string[]): Promise<readonly Predicted[]> {
      const { port1, port2: port } = new MessageChannel();
      const all: Predicted[] = [];
      port1.on('message', (some: readonly Predicted[] | null) => all.push(...(some ?? [])));
      for (const image of images) port1.postMessage({ image });
      port1.postMessage(null);
      await predict({ ...task, port });
      await new Promise((drained) => setTimeout(drained));
      port1.close();
      return all;
    }

    /** As it was before images came in blocks: one image through everything. */
    async function alone(path: string) {
      const loaded = await openLoaded(task);
      const { recipe, classNames } = task;
      const network = await prepareNetwork(loaded, recipe.trunk);
      const saved = readTrained(network.weights, task);
      const head = network.createHead(recipe.training, classNames.length, saved);
      const { tf } = loaded.engine;
      const data = new Uint8Array(await sharp(readFileSync(path)).raw().toBuffer());
      const probabilities = tf.tidy(() => {
        const input = network.toInput({ data, side: SIDE, size: 1 });
        const [features] = network.trunk.features(input, [cutOf(recipe)]).features;
        return tf.softmax(head.predict(features!));
      });
      const values = Array.from(probabilities.dataSync<'float32'>());
      probabilities.dispose();
      head.dispose();
      return classNames.map((name, i) => ({ name, probability: values[i]! }));
    }

    test('an image has the bits that it has alone, in its place, whatever comes with it', async () => {
      const whole = await answers(paths);
      expect(whole.map(({ image }) => image)).toEqual(paths);
      for (const at of [0, 1, 31, 32, COUNT - 1]) {
        const own = (await alone(paths[at]!)).sort((a, b) => b.probability - a.probability);
        expect(whole[at]).toEqual({ image: paths[at], classes: own });
      }
      const few = await answers(paths.slice(30, 35));
      expect(few).toEqual(whole.slice(30, 35));
    });

    test('what cannot be read is named in its place, and the rest is classified', async () => {
      const [first, second] = paths as [string, string];
      const broken = first.replace('0.png', 'broken.png');
      writeFileSync(broken, readFileSync(first).subarray(0, 60));
      const told = await answers([first, broken, `${first}.not`, second]);
      expect(told.map((each) => 'why' in each)).toEqual([false, true, true, false]);
      expect(told[1]).toMatchObject({ image: broken, why: expect.stringContaining('broken.png') });
    });

    test('nothing to classify is no answer', async () => {
      expect(await answers([])).toEqual([]);
    });
  }),
);
