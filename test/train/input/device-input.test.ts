import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { drawInt, rngFor } from '../../../src/core/random.js';
import type { Engine } from '../../../src/device/backend.js';
import { deviceInput, residentInput } from '../../../src/train/input/device-input.js';
import { hostInput } from '../../../src/train/input/host-input.js';
import { labelTensor } from '../../../src/train/input/label-tensor.js';
import type { NativeImages } from '../../../src/train/input/native-images.js';
import type { NetworkInput } from '../../../src/train/input/network-input.js';
import { createResidentImages } from '../../../src/train/input/resident-images.js';
import { describeBackends } from '../../golden/backends.js';

const NORMALIZED = {
  mean255: [123.675, 116.28, 103.53],
  scale: [1 / 58.4, 1 / 57.1, 1 / 57.4],
} as const;

/** Every byte in every place of a word, and among words those that are no numbers as float32. */
function bytes(size: number, side: number): NativeImages {
  const rng = rngFor('bytes', size, side);
  const data = Uint8Array.from({ length: size * side * side * 3 }, () => drawInt(rng, 256));
  if (side > 1) data.set([1, 0, 128, 127, 255, 255, 255, 255, 1, 0, 0, 0, 0, 0, 128, 255]);
  return { data, size, side };
}

function mixed(size: number, side: number): NativeImages {
  const { data } = bytes(size, side);
  return { data: Float32Array.from(data, (value) => value / 1.7), size, side };
}

describeBackends('images prepared on the device', (load) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await load();
  });

  function values(input: NetworkInput, from: number, count: number, padded: number) {
    const { block, prepare, sources } = input;
    const { tf } = engine;
    const out = tf.tidy(() => prepare(block(from, count, padded), sources, engine.kernels));
    const { shape } = out;
    const data = out.dataSync<'float32'>();
    out.dispose();
    return { shape, data: data.subarray(0, (count * data.length) / padded) };
  }

  /** To a part in 100,000 of the largest. */
  function expectEqual(got: ReturnType<typeof values>, want: ReturnType<typeof values>): void {
    expect(got.shape).toEqual(want.shape);
    const largest = want.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const off = want.data.reduce((most, value, i) => {
      return Math.max(most, Math.abs(value - got.data[i]!));
    }, 0);
    expect(off).toBeLessThan(1e-5 * largest);
    expect(largest).toBeGreaterThan(0.5);
  }

  describe.each([
    ['bytes', bytes],
    ['mixed', mixed],
  ] as const)('from %s', (_, images) => {
    test.each([
      ['enlarged', 32, 64],
      ['enlarged by a fraction', 32, 45],
      ['a little smaller', 40, 35],
      ['much smaller, antialiased', 50, 8],
      ['of odd sides', 33, 47],
      ['of odd sides, smaller', 47, 33],
      ['as large as they are', 32, 32],
      ['of one pixel', 1, 5],
      ['shrunk to one pixel', 7, 1],
    ])('are those prepared in JavaScript: %s', (_, from, side) => {
      const form = { side, ...NORMALIZED };
      const native = images(5, from);
      const before = engine.tf.memory().numTensors;
      const got = values(deviceInput(engine.kernels, form, native), 1, 3, 4);
      expectEqual(got, values(hostInput(engine.tf, form, native), 1, 3, 4));
      expect(engine.tf.memory().numTensors).toBe(before);
    });
  });

  test('cross to the device as bytes where it can take them apart', () => {
    const { kernels, tf } = engine;
    const native = bytes(2, 33);
    const block = deviceInput(kernels, { side: 33, ...NORMALIZED }, native).block(0, 2, 2);
    const perImage = 33 * 33 * 3;
    expect(block.size).toBe(2 * (kernels.unpackBytes ? Math.ceil(perImage / 4) : perImage));
    tf.dispose(block);
  });

  describe('that lie there', () => {
    const form = { side: 20, ...NORMALIZED };
    const native = bytes(9, 16);
    const dataset = {
      side: 16,
      labels: (split: string) => new Uint16Array(split === 'train' ? 9 : 0),
      read: () => new Uint8Array(native.data),
    };

    test('are found by row, again and again, until they are freed', () => {
      const { kernels, tf } = engine;
      const before = tf.memory().numTensors;
      const resident = createResidentImages(kernels, dataset, 1e6);
      const all: Tensor = resident.of('train')!;
      expect(resident.of('train')).toBe(all);
      const rows = Uint32Array.of(8, 0, 3, 3);
      const wanted = Array.from(rows, (row) => [
        ...native.data.subarray(row * 768, row * 768 + 768),
      ]);
      const picked = { data: Uint8Array.from(wanted.flat()), size: 4, side: 16 };
      expectEqual(
        values(residentInput(kernels, form, all, 16, rows, null), 1, 3, 4),
        values(hostInput(tf, form, picked), 1, 3, 4),
      );
      resident.dispose();
      expect(tf.memory().numTensors).toBe(before);
    });

    test('are left where they are if they take more than the limit', () => {
      const { kernels } = engine;
      const size = 9 * 16 * 16 * 3 * (kernels.unpackBytes ? 1 : 4);
      expect(createResidentImages(kernels, dataset, size - 1).of('train')).toBeNull();
      const enough = createResidentImages(kernels, dataset, size);
      expect(enough.of('train')).not.toBeNull();
      enough.dispose();
    });
  });

  test('have labels that are one-hot, or shares as they are', () => {
    const { tf } = engine;
    const one = labelTensor(tf, Int32Array.of(2, 0), 3);
    expect(one.dtype).toBe('float32');
    expect([...one.dataSync<'float32'>()]).toEqual([0, 0, 1, 1, 0, 0]);
    const shares = labelTensor(tf, Float32Array.of(0.25, 0.75, 1, 0), 2);
    expect(shares.shape).toEqual([2, 2]);
    expect([...shares.dataSync<'float32'>()]).toEqual([0.25, 0.75, 1, 0]);
    tf.dispose([one, shares]);
  });
});
