import type { Json } from '../../core/json.js';
import type { Params } from '../../core/space.js';

/** Columns for all parameters that any of these has, in the order in which they first come. */
export function paramCells(all: readonly Params[]): {
  readonly names: readonly string[];
  readonly cells: (params: Params) => readonly (Json | undefined)[];
} {
  const names = [...new Set(all.flatMap((params) => Object.keys(params)))];
  return { names, cells: (params) => names.map((name) => params[name]) };
}
