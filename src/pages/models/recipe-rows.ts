import type { TrialDocument } from '../../results/documents/trial.js';
import { recipeFields } from '../../results/insight/recipe-differences.js';
import { paramValue } from '../../results/param-value.js';

/** A field of a trial's recipe. */
export interface RecipeRow {
  readonly name: string;
  readonly value: string;
  /** What the best trial has instead; null: the same, or there is nothing to compare with. */
  readonly best: string | null;
}

/** Every field; `best`: the best trial of its sweep, null where it is this one or there is none. */
export function recipeRows(trial: TrialDocument, best: TrialDocument | null): readonly RecipeRow[] {
  if (!trial.recipe) return [];
  if (!best?.recipe || best.trial === trial.trial) {
    return recipeFields([trial.recipe]).map(({ name, values }) => {
      return { name, value: fieldText(values[0]), best: null };
    });
  }
  return recipeFields([trial.recipe, best.recipe]).map(({ name, values }) => {
    const [value, other] = values.map(fieldText) as [string, string];
    return { name, value, best: value === other ? null : other };
  });
}

/** Digits enough to tell any two sampled values apart. */
export function fieldText(value: Parameters<typeof paramValue>[0]): string {
  return paramValue(value, 8);
}
