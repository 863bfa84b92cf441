/** A value that survives JSON, a thread and SQLite unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/** A registry entry chosen by name, with its options beside: `{ type: 'step', step_size: 2 }`. */
export interface Choice extends JsonObject {
  readonly type: string;
}

/** The name that a value chooses by: `step` of `{ type: 'step', ... }`, a bare name itself. */
export function typeOf(value: Json): string | undefined {
  if (typeof value === 'string') return value;
  const isObject = typeof value === 'object' && value !== null && 'type' in value;
  return isObject && typeof value.type === 'string' ? value.type : undefined;
}
