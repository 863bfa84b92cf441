import { type Document, isScalar, visit } from 'yaml';

/**
 * Offset of the first key that is itself a list, a map or an alias; undefined: there is none. No
 * sweep has any, and each doubles the text that its map's key becomes.
 */
export function complexKey(document: Document): number | undefined {
  let found: number | undefined;
  visit(document, {
    Pair(_place, { key }) {
      if (key === null || isScalar(key)) return undefined;
      found = (key as { readonly range?: readonly number[] | null }).range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return found;
}
