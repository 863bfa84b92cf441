import type { Recipe } from '../../core/recipe.js';
import type { SweepSpec } from '../../core/sweep.js';
import { shellWord } from '../../core/words/shell-word.js';
import type { Store, SweepRow } from '../../store/port.js';

/** Where images and weights lie, if not where the sweep has them; absolute paths. */
export interface Places {
  readonly data?: string | undefined;
  readonly weights?: string | undefined;
}

/** As flags of a command line that a user can type. */
export function placeFlags({ data, weights }: Places): string {
  return [
    ...(data === undefined ? [] : [` --data ${shellWord(data)}`]),
    ...(weights === undefined ? [] : [` --weights ${shellWord(weights)}`]),
  ].join('');
}

/** The same of a new sweep, whose file names other places. */
export function placeSettings({ data, weights }: Places): string {
  return [
    ...(data === undefined ? [] : [` --set data.source=${shellWord(data)}`]),
    ...(weights === undefined ? [] : [` --set model.weights=${shellWord(weights)}`]),
  ].join('');
}

/** A spec, or a recipe's trunk, whose images and weights lie there. */
export function specAt<Of extends Pick<SweepSpec, 'data' | 'model'>>(
  of: Of,
  { data, weights }: Places,
): Of {
  return {
    ...of,
    ...(data === undefined ? {} : { data: { ...of.data, source: data } }),
    ...(weights === undefined ? {} : { model: { ...of.model, weights } }),
  };
}

export function recipeAt(recipe: Recipe, places: Places): Recipe {
  return { ...recipe, trunk: specAt(recipe.trunk, places) };
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
