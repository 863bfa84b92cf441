import type { Json, JsonObject } from '../../core/json.js';
import type { TrialDocument } from '../../results/documents/trial.js';
import { type Field, recipeFields } from '../../results/insight/recipe-differences.js';
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
  const other = best?.recipe && best.trial !== trial.trial ? best.recipe : trial.recipe;
  return leavesOf(recipeFields([trial.recipe, other])).map(({ name, values }) => {
    const [value, theirs] = values.map(fieldText) as [string, string];
    return { name, value, best: value === theirs ? null : theirs };
  });
}

/** Parts of what is no choice, such as `data`, as fields of their own: `data.train`. */
export function leavesOf(fields: readonly Field[]): readonly Field[] {
  return fields.flatMap((field) => {
    const inner = field.values.filter(isRecord);
    if (inner.length < field.values.length) return [field];
    const names = [...new Set(inner.flatMap(Object.keys))];
    return leavesOf(
      names.map((name) => {
        return { name: `${field.name}.${name}`, values: inner.map((each) => each[name]) };
      }),
    );
  });
}

function isRecord(value: Json | undefined): value is JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !('type' in value);
}

/** Digits enough to tell any two sampled values apart. */
export function fieldText(value: Json | undefined): string {
  return Array.isArray(value) && value.length === 0 ? 'none' : paramValue(value, 8);
}
