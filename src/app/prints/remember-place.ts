import { differing, type Fingerprint } from '../../core/prints/fingerprint.js';
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
 * Keeps where images and weights have moved: with trials that wait, and with those that are made of
 * the very same.
 *
 * @param now what lies there.
 */
export async function rememberPlaces(
  { queue, readings }: Pick<Store, 'queue' | 'readings'>,
  sweep: SweepRow,
  places: Places,
  now: Fingerprint,
): Promise<void> {
  if (places.data === undefined && places.weights === undefined) return;
  const made = await readings.allMadeOf(sweep.id);
  const prints = new Map(
    made.flatMap(({ trials, fingerprint }) => trials.map((id) => [id, fingerprint] as const)),
  );
  const moved = (await readings.trials(sweep.id)).flatMap(({ id, state, recipe }) => {
    if (recipe === null) return [];
    const print = state === 'queued' ? undefined : prints.get(id);
    return [[id, recipeAt(recipe, print ? placesOfSame(places, print, now) : places)] as const];
  });
  await queue.setRecipes(new Map(moved));
}

function placesOfSame({ data, weights }: Places, was: Fingerprint, now: Fingerprint): Places {
  const other = differing(was, now);
  return {
    data: other.data ? undefined : data,
    weights: other.weights ? undefined : weights,
  };
}
