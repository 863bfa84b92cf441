import { afterAll, beforeAll, expect, test } from 'vitest';
import { FC } from '../../../src/core/units.js';
import type { Engine } from '../../../src/train/backend.js';
import type { Network } from '../../../src/train/network.js';
import { createNetwork } from '../../../src/train/resnet50/create-network.js';
import { weightsFor } from '../../../src/train/weights/index.js';
import { describeBackends } from '../../golden/backends.js';

const MICROBATCH = 32;

// What lets frozen outputs be kept, shared between trials and computed in any order.
describeBackends("a sample's bits from the whole trunk", (load) => {
  let engine: Engine;
  let network: Network;

  beforeAll(async () => {
    engine = await load();
    const model = { architecture: 'resnet50', weights: 'random' } as const;
    network = createNetwork(
      engine.kernels,
      await weightsFor('random').load(model, '', 0),
      'imagenet',
    );
  });
  afterAll(() => network.dispose());

  /** Features of the given images, row by row as bytes. */
  function features(images: readonly Float32Array[], side: number): readonly Buffer[] {
    const { tf } = engine;
    const flat = new Float32Array(images.length * side * side * 3);
    images.forEach((image, i) => {
      flat.set(image, i * image.length);
    });
    const out = tf.tidy(() =>
      network.trunk(tf.tensor4d(flat, [images.length, side, side, 3]), 0, FC),
    );
    const data = Buffer.from(new Float32Array(out.dataSync()).buffer);
    out.dispose();
    const row = data.length / images.length;
    return images.map((_, i) => data.subarray(i * row, (i + 1) * row));
  }

  test.each([32, 64])('do not depend on place, padding or batch size at %i px', (side) => {
    const images = Array.from({ length: MICROBATCH }, (_, i) => imageOf(side, i));
    const alone = features(images, side);

    const permuted = images.map((_, i) => images[(7 * i + 3) % MICROBATCH]!);
    const moved = features(permuted, side);
    expect(moved.every((row, i) => row.equals(alone[(7 * i + 3) % MICROBATCH]!))).toBe(true);

    const few = 5;
    const blank = new Float32Array(side * side * 3);
    const padded = features(
      images.map((image, i) => (i < few ? image : blank)),
      side,
    );
    expect(padded.slice(0, few).every((row, i) => row.equals(alone[i]!))).toBe(true);

    const smaller = features(images.slice(0, few), side);
    expect(smaller.every((row, i) => row.equals(alone[i]!))).toBe(true);
  });
});

/** A different image for each index, of about unit variance. */
function imageOf(side: number, index: number): Float32Array {
  return Float32Array.from(
    { length: side * side * 3 },
    (_, i) => 1.4 * Math.sin(i * (index + 2.3)),
  );
}
