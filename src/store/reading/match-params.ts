import type { Json } from '../../core/json.js';

/**
 * Whether params (JSON) hold these values; a name also matches an object of that `type`, and null what
 * is not there. What is no JSON holds nothing.
 */
export function isMatch(params: string, where: Readonly<Record<string, Json>>): boolean {
  const own = parsed(params);
  if (own === undefined) return false;
  return Object.entries(where).every(([key, wanted]) => {
    const value = memberOf(own, key);
    if (comparable(value) === comparable(wanted)) return true;
    return wanted !== null && comparable(memberOf(value, 'type')) === comparable(wanted);
  });
}

function parsed(json: string): Json | undefined {
  try {
    return JSON.parse(json) as Json;
  } catch {
    return undefined;
  }
}

function memberOf(value: Json | undefined, key: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, key) ? (value as { readonly [key: string]: Json })[key] : undefined;
}

/** As SQL compares: truth values are 1 and 0, and lists and objects their text. */
function comparable(value: Json | undefined): string | number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'object' ? JSON.stringify(value) : value;
}
