import type { Tensor2D } from '@tensorflow/tfjs-core';
import { rngFor } from '../../core/random.js';
import type { TrunkRecipe } from '../../core/recipe.js';
import type { Engine } from '../../device/backend.js';
import { type StagedRows, type StepPlace, stageRows, stepsAtOnce } from '../input/stage-rows.js';
import { rank2 } from '../ranks.js';

/** Dropout of training steps, for every branch. */
export interface StepDropout {
  /** Draws a step's, for all rates at once. */
  draw(at: StepPlace): void;
  /**
   * Inverted dropout on the pooled features (Srivastava et al., JMLR 15, 2014): [size, features] of 0
   * and 1 / (1 - p), p above 0; borrowed until another step's is asked for.
   */
  mask(at: StepPlace, p: number): Tensor2D;
  dispose(): void;
}

export interface StepDropoutSetup {
  readonly engine: Pick<Engine, 'tf' | 'programs'>;
  readonly recipe: Pick<TrunkRecipe, 'seed' | 'replicate' | 'batchSize'>;
  /** Images of an epoch. */
  readonly count: number;
  readonly features: number;
}

/**
 * Draws are keyed by (seed, replicate, epoch, step): trials that differ only in p drop nested sets.
 * So one step's are drawn once for all: a ResNet50's 65,536 of a batch of 32 take as long as ten
 * heads' steps.
 */
export function stepDropout({ engine, recipe, count, features }: StepDropoutSetup): StepDropout {
  const { tf, programs } = engine;
  const { seed, replicate, batchSize } = recipe;
  const masks = new Map<number, Tensor2D>();
  const staged = new Map<number, StagedRows>();
  const drawn = new Map<string, Float64Array>();
  const ahead = programs ? stepsAtOnce(4 * features * batchSize) : 1;
  let now = '';

  /** Of a step, kept for others that drop at another rate; null: the epoch has no such step. */
  function drawsAt({ epoch, step }: StepPlace): Float64Array | null {
    const size = Math.min(batchSize, count - step * batchSize);
    if (size <= 0) return null;
    const key = `${epoch} ${step}`;
    const found = drawn.get(key);
    if (found) return found;
    const rng = rngFor('dropout', seed, replicate, epoch, step);
    const draws = new Float64Array(size * features);
    for (let i = 0; i < draws.length; i += 1) draws[i] = rng();
    drawn.set(key, draws);
    if (drawn.size > 2 * ahead) drawn.delete(drawn.keys().next().value!);
    return draws;
  }

  function values(at: StepPlace, p: number): Float32Array | null {
    const draws = drawsAt(at);
    if (!draws) return null;
    const kept = 1 / (1 - p);
    const out = new Float32Array(draws.length);
    for (let i = 0; i < out.length; i += 1) out[i] = draws[i]! < p ? 0 : kept;
    return out;
  }

  function make(at: StepPlace, p: number): Tensor2D {
    if (!programs) {
      const mask = values(at, p)!;
      return tf.tensor2d(mask, [mask.length / features, features]);
    }
    const rows = staged.get(p) ?? stageRows(tf, { shape: [features], steps: ahead });
    staged.set(p, rows);
    const { epoch, step } = at;
    return rank2(rows.take(at, (after) => values({ epoch, step: step + after }, p)));
  }

  function free(): void {
    for (const mask of masks.values()) mask.dispose();
    masks.clear();
  }

  return {
    draw: drawsAt,
    mask(at, p) {
      const key = `${at.epoch} ${at.step}`;
      if (key !== now) free();
      now = key;
      const found = masks.get(p) ?? tf.keep(make(at, p));
      masks.set(p, found);
      return found;
    },
    dispose() {
      free();
      for (const rows of staged.values()) rows.dispose();
      staged.clear();
    },
  };
}
