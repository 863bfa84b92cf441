import type { Json, JsonObject } from '../../core/json.js';
import type { RecipeDocument } from '../documents/recipe.js';

/** A field of several recipes, by the name that documents give it. */
export interface Field {
  readonly name: string;
  /** One for each recipe, in their order; undefined: it has no such field. */
  readonly values: readonly (Json | undefined)[];
}

/** A field of two recipes; undefined: one has no such field. */
export interface FieldPair {
  readonly name: string;
  readonly one: Json | undefined;
  readonly other: Json | undefined;
}

/** The fields of two recipes, those that differ and those that are equal. */
export function recipeDifferences(
  one: RecipeDocument,
  other: RecipeDocument,
): { readonly different: readonly FieldPair[]; readonly equal: readonly FieldPair[] } {
  const fields = recipeFields([one, other]);
  const pair = ({ name, values }: Field) => ({ name, one: values[0], other: values[1] });
  return {
    different: fields.filter((field) => !isSame(field)).map(pair),
    equal: fields.filter(isSame).map(pair),
  };
}

/**
 * The fields of recipes, in their order. Options of a choice are fields of their own where all choose
 * the same: `optimizer.momentum`.
 */
export function recipeFields(recipes: readonly RecipeDocument[]): readonly Field[] {
  return fieldsOf('', recipes.map(plainOf));
}

export function isSame({ values }: Field): boolean {
  return new Set(values.map((value) => JSON.stringify(value))).size === 1;
}

function fieldsOf(prefix: string, objects: readonly JsonObject[]): readonly Field[] {
  const names = [...new Set(objects.flatMap(Object.keys))];
  return names.flatMap((key) => {
    const field = { name: `${prefix}${key}`, values: objects.map((object) => object[key]) };
    const inner = field.values.filter(isObject);
    const isOfOneType =
      inner.length === objects.length && new Set(inner.map(({ type }) => type)).size === 1;
    return isOfOneType && !isSame(field) ? fieldsOf(`${field.name}.`, inner) : [field];
  });
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As it lies in a file: a document has nothing else in it. */
function plainOf(document: RecipeDocument): JsonObject {
  return JSON.parse(JSON.stringify(document)) as JsonObject;
}
