import type { Json } from '../../core/json.js';

/** What a name in an expression stands for, and what one gives. */
export type Scalar = number | boolean | string | null;

export type Lookup = (name: string) => Scalar;

/** A parameter's value as expressions see it: a choice goes by its type's name. */
export function scalarOf(value: Json | undefined): Scalar {
  if (value === undefined) return null;
  if (typeof value !== 'object' || value === null) return value;
  return 'type' in value && typeof value.type === 'string' ? value.type : JSON.stringify(value);
}
