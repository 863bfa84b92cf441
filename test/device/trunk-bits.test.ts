import type { Tensor } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { weightsFor } from '../../src/assets/weights/index.js';
import type { Precision } from '../../src/core/recipe.js';
import type { Engine } from '../../src/device/backend.js';
import { classifierUnit } from '../../src/networks/network.js';
import { resnet50 } from '../../src/networks/resnet50.js';
import type { NetworkInput } from '../../src/train/input/network-input.js';
import type { FrozenNetwork } from '../../src/train/trunk/frozen-network.js';
import { createFrozenNetwork } from '../../src/train/trunk/frozen-network.js';
import { createTrunk } from '../../src/train/trunk/trunk.js';
import { describeBackends } from '../golden/backends.js';

const FC = classifierUnit(resnet50);

const MICROBATCH = 32;

// What lets frozen outputs be kept, shared between trials and computed in any order.
describeBackends("a sample's bits from the whole trunk", (load) => {
  let engine: Engine;
  let networks: ReadonlyMap<Precision, FrozenNetwork>;

  beforeAll(async () => {
    engine = await load();
    const model = { architecture: 'resnet50', weights: 'random' } as const;
    const weights = await weightsFor('random').load(model, '', 0);
    networks = new Map(
      engine.info.precisions.map((precision) => [
        precision,
        createFrozenNetwork(engine.kernels, weights, {
          ...{ stem: 'imagenet', precision, forPrograms: engine.programs !== undefined },
        }),
      ]),
    );
  });
  afterAll(() => {
    for (const network of networks.values()) network.dispose();
  });

  /** Features of the given images, row by row as bytes. */
  function features(
    network: FrozenNetwork,
    images: readonly Float32Array[],
    side: number,
  ): readonly Buffer[] {
    const { tf } = engine;
    const flat = new Float32Array(images.length * side * side * 3);
    images.forEach((image, i) => {
      flat.set(image, i * image.length);
    });
    const out = tf.tidy(() => {
      const x = tf.tensor4d(flat, [images.length, side, side, 3]);
      return engine.programs ? passed(network, x, [FC])[0]! : network.trunk(x, 0, FC);
    });
    const data = Buffer.from(new Float32Array(out.dataSync()).buffer);
    out.dispose();
    const row = data.length / images.length;
    return images.map((_, i) => data.subarray(i * row, (i + 1) * row));
  }

  /** The same as a program with these cuts. */
  function passed(network: FrozenNetwork, x: Tensor, units: readonly number[]): readonly Tensor[] {
    const { tf } = engine;
    const input: NetworkInput = {
      ...{ size: x.shape[0]!, sources: [], key: 'as they are' },
      block: (from, count, padded) =>
        tf.tidy(() => {
          const some = tf.slice(x, from, count);
          return tf.concat([some, tf.zeros([padded - count, ...x.shape.slice(1)])]);
        }),
      prepare: (block) => block,
    };
    const cuts = units.map((unit) => ({ unit, pooling: null }));
    return createTrunk(engine, network).features(input, cuts).features;
  }

  test.each([32, 64, 96])('do not depend on place, padding or batch size at %i px', (side) => {
    for (const network of networks.values()) expectSameBits(network, side);
  });

  function expectSameBits(network: FrozenNetwork, side: number): void {
    const images = Array.from({ length: MICROBATCH }, (_, i) => imageOf(side, i));
    const alone = features(network, images, side);

    const permuted = images.map((_, i) => images[(7 * i + 3) % MICROBATCH]!);
    const moved = features(network, permuted, side);
    expect(moved.every((row, i) => row.equals(alone[(7 * i + 3) % MICROBATCH]!))).toBe(true);

    const few = 5;
    const blank = new Float32Array(side * side * 3);
    const padded = features(
      network,
      images.map((image, i) => (i < few ? image : blank)),
      side,
    );
    expect(padded.slice(0, few).every((row, i) => row.equals(alone[i]!))).toBe(true);

    const smaller = features(network, images.slice(0, few), side);
    expect(smaller.every((row, i) => row.equals(alone[i]!))).toBe(true);
  }

  test('are the same where the path is left and entered again', () => {
    const { tf, programs } = engine;
    for (const network of networks.values()) {
      if (programs) {
        const x = tf.tensor4d(imageOf(32, 0), [1, 32, 32, 3]);
        const [whole] = passed(network, x, [FC]);
        const [halfway, after] = passed(network, x, [5, FC]);
        expect(after!.dataSync()).toEqual(whole!.dataSync());
        tf.dispose([x, whole!, halfway!, after!]);
        continue;
      }
      tf.tidy(() => {
        const x = tf.tensor4d(imageOf(32, 0), [1, 32, 32, 3]);
        const whole = network.trunk(x, 0, FC).dataSync();
        const halfway = network.trunk(x, 0, 5);
        expect(network.trunk(halfway, 5, FC).dataSync()).toEqual(whole);
      });
    }
  });

  test('in bf16 are within a few hundredths of float32', () => {
    const [exact, half] = ['float32', 'bf16'].map((name) => networks.get(name as Precision));
    if (!half) return;
    const image = [imageOf(64, 1)];
    const [want, got] = [exact!, half].map((network) => {
      const bytes = features(network, image, 64)[0]!;
      return new Float32Array(new Uint8Array(bytes).buffer);
    });
    const norm = (numbers: Float32Array) => Math.hypot(...numbers);
    const apart = norm(want!.map((value, i) => value - got![i]!)) / norm(want!);
    expect(apart).toBeGreaterThan(0);
    expect(apart).toBeLessThan(0.03);
  });

  test('leave no tensor behind in any precision', () => {
    const { tf } = engine;
    for (const network of networks.values()) {
      const x = tf.tensor4d(imageOf(32, 0), [1, 32, 32, 3]);
      const pass = () => (engine.programs ? passed(network, x, [FC])[0]! : network.trunk(x, 0, FC));
      pass().dispose(); // its weights stay
      const before = tf.memory().numTensors;
      pass().dispose();
      expect(tf.memory().numTensors).toBe(before);
      x.dispose();
    }
  });
});

/** A different image for each index, of about unit variance. */
function imageOf(side: number, index: number): Float32Array {
  return Float32Array.from(
    { length: side * side * 3 },
    (_, i) => 1.4 * Math.sin(i * (index + 2.3)),
  );
}
