import type { Tensor } from '@tensorflow/tfjs-core';
import type { FeatureCache, KeptRows } from './feature-cache.js';
import type { Tf } from './kernels.js';
import type { Trunk } from './trunk.js';

/** Features of a fixed list of images that are read again and again: every epoch, every trial. */
export interface FeatureRows {
  /** Features [positions.length, ...] of the images at these places; owned by the caller. */
  take(positions: Uint32Array): Tensor;
}

export interface FeatureRowsSetup {
  readonly tf: Tf;
  readonly trunk: Trunk;
  readonly cache: FeatureCache;
  /** Names everything the features are a function of. */
  readonly key: string;
  readonly size: number;
  /** Normalized images at these places, [n, S, S, 3]. */
  readonly images: (positions: Uint32Array) => Float32Array;
  /** Called between blocks of a long computation; throws to leave it. */
  readonly pause: () => void;
}

/** Images per block while the cache is filled: small enough to answer a stop within a second. */
const BLOCK = 32;

/**
 * Computes the features of all images once, if they fit the cache, and of the asked ones each time
 * if they don't. Both ways give the same bits (see `Trunk`).
 */
export function createFeatureRows(setup: FeatureRowsSetup): FeatureRows {
  const { tf, trunk, cache, key, size, images, pause } = setup;
  let tooLarge = false;

  function compute(positions: Uint32Array): Tensor {
    return trunk.features(images(positions), positions.length);
  }

  function fill(): KeptRows | undefined {
    let kept: KeptRows | undefined;
    for (let from = 0; from < size; from += BLOCK) {
      pause();
      const count = Math.min(BLOCK, size - from);
      const block = compute(Uint32Array.from({ length: count }, (_, i) => from + i));
      const values = block.dataSync<'float32'>();
      block.dispose();
      const length = values.length / count;
      tooLarge = !cache.fits(4 * length * size);
      if (tooLarge) return undefined;
      kept ??= { data: new Float32Array(length * size), shape: block.shape.slice(1) };
      kept.data.set(values, length * from);
    }
    if (kept) cache.put(key, kept);
    return kept;
  }

  return {
    take(positions) {
      const kept = cache.get(key) ?? (tooLarge ? undefined : fill());
      return kept ? gather(tf, kept, positions) : compute(positions);
    },
  };
}

function gather(tf: Tf, { data, shape }: KeptRows, positions: Uint32Array): Tensor {
  const length = shape.reduce((product, n) => product * n, 1);
  const out = new Float32Array(positions.length * length);
  positions.forEach((position, i) => {
    out.set(data.subarray(position * length, (position + 1) * length), i * length);
  });
  return tf.tensor(out, [positions.length, ...shape]);
}
