/** A value that survives JSON, a thread and SQLite unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/** A registry entry chosen by name, with its options beside: `{ type: 'step', step_size: 2 }`. */
export interface Choice extends JsonObject {
  readonly type: string;
}
