import type { Tensor } from '@tensorflow/tfjs-core';
import type { Pooling, Recipe } from '../../core/recipe.js';
import type { Engine } from '../../device/backend.js';
import type { Tf } from '../../device/kernels.js';
import type { Programs } from '../../device/programs.js';
import { networkCalled } from '../../networks/index.js';
import { classifierUnit } from '../../networks/network.js';
import type { NetworkInput } from '../input/network-input.js';
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
   * Features of images at each of the cuts, which come in the order of `sortCuts`. A pure function
   * of each image: its bits depend neither on its neighbors nor on how many there are nor on the
   * other cuts.
   */
  features(images: NetworkInput, cuts: readonly Cut[]): PassedImages;
}

export interface PassedImages {
  /** Per cut [n, ...]; owned by the caller. */
  readonly features: readonly Tensor[];
  /** Per cut, seconds that the layers from the cut before it took; the first's, preparing too. */
  readonly seconds: readonly number[];
}

/**
 * Images passed at once, always: a smaller rest is padded. One size means one choice of algorithm
 * in the tensor library, so that a sample's bits cannot depend on the batch it came in.
 */
const MICROBATCH = 32;

export function createTrunk(
  { tf, kernels, programs }: Pick<Engine, 'tf' | 'kernels' | 'programs'>,
  network: FrozenNetwork,
): Trunk {
  /** Images [from, from + count) at each cut; adds up the seconds that each cut took. */
  function pass(
    images: NetworkInput,
    from: number,
    count: number,
    cuts: readonly Cut[],
    seconds: number[],
  ): Tensor[] {
    let started = performance.now();
    return tf.tidy(() => {
      const block = images.block(from, count, MICROBATCH);
      let h = images.prepare(block, images.sources, kernels);
      let unit = 0;
      return cuts.map((cut, c) => {
        if (cut.unit > unit) h = network.trunk(h, unit, cut.unit);
        unit = cut.unit;
        const out = cut.pooling === null ? h : network.pool(h, cut.pooling);
        const features = count < MICROBATCH ? tf.slice(out, 0, count) : out.clone();
        const now = performance.now();
        seconds[c]! += (now - started) / 1000;
        started = now;
        return features;
      });
    });
  }

  /** The same as one program: preparing, the path, and what is pooled on it. */
  function passAsProgram(
    { program }: Programs,
    images: NetworkInput,
    [from, count, size]: readonly [number, number, number],
    cuts: readonly Cut[],
    seconds: number[],
  ): Tensor[] {
    const started = performance.now();
    const { key, sources, prepare } = images;
    const weights = network.tensors(Math.max(...cuts.map(({ unit }) => unit)));
    const features = tf.tidy(() => {
      const taken = [images.block(from, count, size), ...sources, ...weights];
      const shapes = taken.map(({ shape }) => shape);
      const { precision } = network;
      const compiled = program(JSON.stringify(['trunk', network.key, key, cuts, shapes]), {
        title: 'frozen layers',
        precision,
        often: true,
        inputs: shapes,
        record([block, ...rest], by) {
          const folded = rest.slice(sources.length);
          let h = prepare(block!, rest.slice(0, sources.length), by);
          let unit = 0;
          return cuts.map((cut) => {
            h = network.record(by, folded, h, unit, cut.unit);
            unit = cut.unit;
            return cut.pooling === null ? h : network.pool(h, cut.pooling);
          });
        },
      });
      const outputs = compiled.run(taken);
      return outputs.map((out) => (count < size ? tf.slice(out, 0, count) : out));
    });
    seconds[cuts.length - 1]! += (performance.now() - started) / 1000;
    return features;
  }

  function passAll(images: NetworkInput, cuts: readonly Cut[], block: number): PassedImages {
    const seconds = cuts.map(() => 0);
    const parts: Tensor[][] = cuts.map(() => []);
    for (let from = 0; from < images.size; from += block) {
      const count = Math.min(block, images.size - from);
      const made = programs
        ? passAsProgram(programs, images, [from, count, block], cuts, seconds)
        : pass(images, from, count, cuts, seconds);
      made.forEach((features, c) => {
        parts[c]!.push(features);
      });
    }
    return { features: parts.map((blocks) => join(tf, blocks)), seconds };
  }

  return {
    features(images, cuts) {
      if (!programs) return passAll(images, cuts, MICROBATCH);
      // Images that are only prepared have a program of their own, whatever other cuts there are, and
      // no algorithm is chosen for them: all at once.
      const free = cuts.filter(({ unit }) => unit === 0);
      const frozen = cuts.filter(({ unit }) => unit > 0);
      const passed = [
        ...(free.length > 0 ? [passAll(images, free, images.size)] : []),
        ...(frozen.length > 0 ? [passAll(images, frozen, MICROBATCH)] : []),
      ];
      return {
        features: passed.flatMap(({ features }) => features),
        seconds: passed.flatMap(({ seconds }) => seconds),
      };
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
