import type { Json } from '../../core/json.js';
import type { TrialDocument } from '../../results/documents/trial.js';
import { type Field, isSame, recipeFields } from '../../results/insight/recipe-differences.js';
import { fieldText, leavesOf } from './recipe-rows.js';

/** A field of several trials; one text each, in their order. */
export interface CompareRow {
  readonly name: string;
  readonly values: readonly string[];
}

export interface CompareRows {
  readonly different: readonly CompareRow[];
  readonly equal: readonly CompareRow[];
}

/**
 * What trials differ in and what they share. Of one sweep the parameters as they were sampled come
 * first, since these make all the rest; other fields of the recipes follow where no parameter of that
 * name says it.
 */
export function compareRows(trials: readonly TrialDocument[]): CompareRows {
  const params = fieldsOf(trials.map(({ params }) => params));
  const isSampled = ({ name }: Field) =>
    params.some((param) => name.split('.').includes(param.name));
  const recipes = trials.flatMap(({ recipe }) => (recipe ? [recipe] : []));
  const known = recipes.length === trials.length ? recipeFields(recipes) : [];
  const fields = [...params, ...leavesOf(known.filter((field) => !isSampled(field)))];
  return {
    different: fields.filter((field) => !isSame(field)).map(rowOf),
    equal: fields.filter(isSame).map(rowOf),
  };
}

function fieldsOf(params: readonly Readonly<Record<string, Json>>[]): readonly Field[] {
  const names = [...new Set(params.flatMap(Object.keys))];
  return names.map((name) => ({ name, values: params.map((each) => each[name]) }));
}

function rowOf({ name, values }: Field): CompareRow {
  return { name, values: values.map(fieldText) };
}

/** More columns no one can read. */
export const MOST_COMPARED = 8;
