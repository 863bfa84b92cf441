/** A number as documents have it: null where it is none (NaN, infinity), as in JSON. */
export function finiteOrNull(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
