import type { Tensor } from '@tensorflow/tfjs-core';
import type { Pooling, Recipe } from '../../core/recipe.js';
import type { Tf } from '../../device/kernels.js';
import { networkCalled } from '../../networks/index.js';
import { classifierUnit } from '../../networks/network.js';
import type { FrozenNetwork } from './frozen-network.js';

/** Where a head takes over from the frozen layers: before a unit, or at pooled features. */
export interface Cut {
  /** The first unit that trains, as an index into the network's units. */
  readonly unit: number;
  /** How features are pooled where the cut is at the classifier; null elsewhere: the head pools. */
  readonly pooling: Pooling | null;
}

/** The frozen layers of a cohort: one path, left at each cut. */
export interface Trunk {
  /**
   * Features of n images, given as float32 [n, S, S, 3], at each of the cuts, which come in the
   * order of `sortCuts`. A pure function of each image: its bits depend neither on its neighbors
   * nor on n nor on the other cuts.
   */
  features(images: Float32Array, n: number, cuts: readonly Cut[]): PassedImages;
}

export interface PassedImages {
  /** Per cut [n, ...]; owned by the caller. */
  readonly features: readonly Tensor[];
  /** Per cut, seconds that the layers from the cut before it took. */
  readonly seconds: readonly number[];
}

/**
 * Images passed at once, always: a smaller rest is padded. One size means one choice of algorithm
 * in the tensor library, so that a sample's bits cannot depend on the batch it came in.
 */
const MICROBATCH = 32;

export function createTrunk(tf: Tf, network: FrozenNetwork, side: number): Trunk {
  const pixels = side * side * 3;

  function toTensor(images: Float32Array, from: number, count: number): Tensor {
    // tensor4d keeps a reference to what it is given; the caller may reuse its buffer.
    const block = new Float32Array(MICROBATCH * pixels);
    block.set(images.subarray(from * pixels, (from + count) * pixels));
    return tf.tensor4d(block, [MICROBATCH, side, side, 3]);
  }

  function pass(x: Tensor, count: number, cuts: readonly Cut[], seconds: number[]): Tensor[] {
    return tf.tidy(() => {
      let h = x;
      let unit = 0;
      return cuts.map((cut, c) => {
        const started = performance.now();
        if (cut.unit > unit) h = network.trunk(h, unit, cut.unit);
        unit = cut.unit;
        const out = cut.pooling === null ? h : network.pool(h, cut.pooling);
        const features = count < MICROBATCH ? tf.slice(out, 0, count) : out.clone();
        seconds[c]! += (performance.now() - started) / 1000;
        return features;
      });
    });
  }

  return {
    features(images, n, cuts) {
      const seconds = cuts.map(() => 0);
      const parts: Tensor[][] = cuts.map(() => []);
      for (let from = 0; from < n; from += MICROBATCH) {
        const count = Math.min(MICROBATCH, n - from);
        const x = toTensor(images, from, count);
        pass(x, count, cuts, seconds).forEach((features, c) => {
          parts[c]!.push(features);
        });
        x.dispose();
      }
      return { features: parts.map((blocks) => join(tf, blocks)), seconds };
    },
  };
}

/** Where a recipe's head begins. */
export function cutOf({ trunk, training }: Pick<Recipe, 'trunk' | 'training'>): Cut {
  const { firstTrained: unit, pooling } = training;
  const classifier = classifierUnit(networkCalled(trunk.model.architecture));
  return { unit, pooling: unit === classifier ? pooling : null };
}

/** Names a cut among others. */
export function cutName({ unit, pooling }: Cut): string {
  return `${unit}/${pooling}`;
}

/** The distinct ones, in the order in which the path through the network meets them. */
export function sortCuts(cuts: readonly Cut[]): readonly Cut[] {
  const distinct = new Map(cuts.map((cut) => [cutName(cut), cut]));
  return [...distinct.values()].sort(
    (a, b) => a.unit - b.unit || cutName(a).localeCompare(cutName(b)),
  );
}

function join(tf: Tf, blocks: Tensor[]): Tensor {
  if (blocks.length === 1) return blocks[0]!;
  const all = tf.concat(blocks);
  tf.dispose(blocks);
  return all;
}
