import type { Recipe } from '../../core/recipe.js';
import type { SweepSpec } from '../../core/sweep.js';
import type { Store, SweepRow } from '../../store/port.js';

/** Where images and weights lie, if not where the sweep has them; absolute paths. */
export interface Places {
  readonly data?: string | undefined;
  readonly weights?: string | undefined;
}

export function specAt(spec: SweepSpec, { data, weights }: Places): SweepSpec {
  return {
    ...spec,
    ...(data === undefined ? {} : { data: { ...spec.data, source: data } }),
    ...(weights === undefined ? {} : { model: { ...spec.model, weights } }),
  };
}

export function recipeAt(recipe: Recipe, { data, weights }: Places): Recipe {
  const { trunk } = recipe;
  return {
    ...recipe,
    trunk: {
      ...trunk,
      ...(data === undefined ? {} : { data: { ...trunk.data, source: data } }),
      ...(weights === undefined ? {} : { model: { ...trunk.model, weights } }),
    },
  };
}

/**
 * Keeps where images and weights have moved: with the sweep, and with its trials that wait or come
 * after the same `change`.
 */
export async function rememberPlaces(
  { queue, readings }: Store,
  sweep: SweepRow,
  places: Places,
  change: number,
): Promise<void> {
  if (places.data === undefined && places.weights === undefined) return;
  const made = await readings.allMadeOf(sweep.id);
  const others = new Set(
    made.filter((group) => group.change !== change).flatMap(({ trials }) => trials),
  );
  const moved = (await readings.trials(sweep.id)).flatMap(({ id, state, recipe }) => {
    const stays = recipe === null || (state !== 'queued' && others.has(id));
    return stays ? [] : [[id, recipeAt(recipe, places)] as const];
  });
  await queue.setRecipes(new Map(moved));
  await queue.updateSweep(sweep.id, { spec: specAt(sweep.spec, places) });
}
