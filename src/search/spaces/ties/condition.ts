import type { Json } from '../../../core/json.js';
import { typeOf } from '../../../core/json.js';
import type { Condition, Params } from '../../../core/space.js';

/** Whether a point has what `when` demands of it. */
export function holds(when: Condition | undefined, params: Params): boolean {
  if (!when) return true;
  return Object.entries(when).every(([name, listed]) => {
    const value = params[name];
    return value !== undefined && listed.some((each) => fits(each, value));
  });
}

/** Whether a value is the one that a condition lists; a text stands for an object of that type, too. */
export function fits(listed: Json, value: Json): boolean {
  return typeOf(value) === listed || keyOf(value) === keyOf(listed);
}

/** A text that equal values share, in whatever order their options stand. */
export function keyOf(value: Json): string {
  return JSON.stringify(value, (_, inner: Json) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
