import { ZodError } from 'zod';
import { messageOf, StoreError } from '../../core/errors.js';
import type { Recipe } from '../../core/recipe.js';
import { DEFAULT_RULE } from '../../core/snapshots/snapshot-rule.js';
import type { Params } from '../../core/space.js';
import { NO_REPEATS } from '../../core/study/repeats.js';
import { NO_BUDGET, type OlderSpec, RETRIES, type SweepSpec } from '../../core/sweep.js';
import { recipeFor } from '../recipe-for.js';
import { defaults01 } from './defaults-0-1.js';
import { spelledOut } from './spelled-out.js';

/**
 * A sweep of Thaw 0.1, read with the defaults of that version: its spec as today's programs have it,
 * and what its trials trained with (null: their params make no recipe). `resolve` is given params that
 * leave nothing out; tests pass one whose own defaults have changed. Pure.
 *
 * @throws {StoreError} the spec, or params given later, are none: damaged.
 */
export function readOlderSweep(
  stored: OlderSpec,
  resolve = recipeFor,
): { readonly spec: SweepSpec; readonly recipeOf: (params: Params) => Recipe | null } {
  const { spec, recipeOf } = legibly(() => read(stored, resolve));
  return { spec, recipeOf: (params) => legibly(() => recipeOf(params)) };
}

function read(stored: OlderSpec, resolve: typeof recipeFor): ReturnType<typeof readOlderSweep> {
  const { memory = 'auto', checkpoint = DEFAULT_RULE, retries = RETRIES } = stored;
  const budget = { ...NO_BUDGET, ...stored.budget };
  const spec = {
    ...stored,
    ...laterKeys(stored),
    ...{ memory, checkpoint, retries, budget },
  };
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

/** What came with samplers that look. */
function laterKeys({ metric }: OlderSpec) {
  return {
    objectives: [metric],
    constraints: [],
    points: [],
    warmStart: null,
    repeats: NO_REPEATS,
    sharing: 'prefer',
  } as const;
}

/** What an older program wrote can be read, so whatever fails here is not what one wrote. */
function legibly<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw new StoreError(
      `a sweep from an older version of Thaw cannot be read (${messageOf(error)}): it is damaged. Restore a copy of the database`,
      { cause: error },
    );
  }
}
