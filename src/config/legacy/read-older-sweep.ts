import { ZodError } from 'zod';
import type { Recipe } from '../../core/recipe.js';
import type { Params } from '../../core/space.js';
import type { SweepSpec } from '../../core/sweep.js';
import { recipeFor } from '../recipe-for.js';
import { defaults01 } from './defaults-0-1.js';
import { spelledOut } from './spelled-out.js';

/** A spec that Thaw 0.1 stored: the first ones had no `memory`. */
export type Spec01 = Omit<SweepSpec, 'memory'> & Partial<Pick<SweepSpec, 'memory'>>;

/** What a program meant by a sweep of its own. */
export interface OlderSweep {
  /** With every key that there is today. */
  readonly spec: SweepSpec;
  /** What its trials trained with; null: the params make no recipe. Pure. */
  readonly recipeOf: (params: Params) => Recipe | null;
}

/**
 * A sweep of Thaw 0.1, read with the defaults of that version. `resolve` makes recipes of params
 * that leave nothing out: tests pass one whose own defaults have changed.
 */
export function readOlderSweep(stored: Spec01, resolve = recipeFor): OlderSweep {
  const spec = { ...stored, memory: stored.memory ?? 'auto' };
  const { defaults, augmentations } = spec;
  // One object for all trials: schemas are made once for each.
  const context = { ...spec, augmentations: { ...defaults01.sets, ...augmentations } };
  const fallbacks = { epochs: defaults.epochs, image_size: defaults.imageSize };
  return {
    spec,
    recipeOf(params) {
      try {
        return resolve(context, spelledOut({ ...fallbacks, ...params }, defaults01));
      } catch (error) {
        if (error instanceof ZodError) return null;
        throw error;
      }
    },
  };
}
