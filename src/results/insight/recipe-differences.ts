import type { Json, JsonObject } from '../../core/json.js';
import type { RecipeDocument } from '../documents/recipe.js';

/** A field of two recipes, by the name that documents give it; undefined: one has no such field. */
export interface FieldPair {
  readonly name: string;
  readonly one: Json | undefined;
  readonly other: Json | undefined;
}

/**
 * The fields of two recipes, those that differ and those that are equal. Options of a choice are
 * fields of their own where both choose the same: `optimizer.momentum`.
 */
export function recipeDifferences(
  one: RecipeDocument,
  other: RecipeDocument,
): { readonly different: readonly FieldPair[]; readonly equal: readonly FieldPair[] } {
  const fields = fieldsOf('', plainOf(one), plainOf(other));
  const isEqual = (pair: FieldPair) => JSON.stringify(pair.one) === JSON.stringify(pair.other);
  return {
    different: fields.filter((pair) => !isEqual(pair)),
    equal: fields.filter(isEqual),
  };
}

function fieldsOf(prefix: string, one: JsonObject, other: JsonObject): readonly FieldPair[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names.flatMap((key) => {
    const [name, a, b] = [`${prefix}${key}`, one[key], other[key]];
    const differs = JSON.stringify(a) !== JSON.stringify(b);
    if (differs && isObject(a) && isObject(b) && a.type === b.type) {
      return fieldsOf(`${name}.`, a, b);
    }
    return [{ name, one: a, other: b }];
  });
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As it lies in a file: a document has nothing else in it. */
function plainOf(document: RecipeDocument): JsonObject {
  return JSON.parse(JSON.stringify(document)) as JsonObject;
}
