import type { Json } from '../../../src/core/json.js';
import type { Condition, Distribution, Params, SearchSpace } from '../../../src/core/space.js';

/**
 * Every point of a finite space, the slow way: all values of all parameters, then what does not count
 * is struck out, and equal points are taken once. Knows nothing of trees or orders.
 */
export function everyPoint(space: SearchSpace): ReadonlySet<string> {
  const drawn = Object.entries(space).filter(([, { kind }]) => kind !== 'derived');
  let all: Params[] = [{}];
  for (const [name, distribution] of drawn) {
    all = all.flatMap((params) =>
      everyValue(distribution).map((value) => ({ ...params, [name]: value })),
    );
  }
  return new Set(
    all.filter((params) => areRows(space, params)).map((params) => text(space, params)),
  );
}

/** A point as a text that equal ones share, without what its conditions strike out. */
function text(space: SearchSpace, params: Params): string {
  let left = params;
  for (;;) {
    const kept = Object.keys(left).filter((name) => fulfills(space[name]!.when, left));
    if (kept.length === Object.keys(left).length) break;
    left = Object.fromEntries(kept.map((name) => [name, left[name]!]));
  }
  const names = Object.keys(space).filter(
    (name) => left[name] !== undefined || space[name]!.kind === 'derived',
  );
  return JSON.stringify(
    names.map((name) => [name, space[name]!.kind === 'derived' ? 'derived' : left[name]]),
  );
}

export function textOfPoint(space: SearchSpace, params: Params): string {
  const names = Object.keys(params);
  return JSON.stringify(
    names.map((name) => [name, space[name]!.kind === 'derived' ? 'derived' : params[name]]),
  );
}

function fulfills(when: Condition | undefined, params: Params): boolean {
  return Object.entries(when ?? {}).every(([name, listed]) => {
    const value = params[name];
    if (value === undefined) return false;
    const type =
      typeof value === 'object' && value !== null && 'type' in value ? value.type : value;
    return listed.some((each) => each === value || each === type);
  });
}

function areRows(space: SearchSpace, params: Params): boolean {
  const rows = Object.keys(space)
    .filter((name) => space[name]!.zip !== undefined)
    .map((name) => everyValue(space[name]!).indexOf(params[name]!));
  return rows.every((row) => row === rows[0]);
}

function everyValue(distribution: Distribution): readonly Json[] {
  if (distribution.kind === 'constant') return [distribution.value];
  if (distribution.kind === 'int_uniform' || distribution.kind === 'uniform') {
    const { low, high } = distribution;
    return Array.from({ length: high - low + 1 }, (_, i) => low + i);
  }
  if (distribution.kind !== 'categorical') throw new Error(`endless: ${distribution.kind}`);
  const { values, options, probabilities } = distribution;
  return values.flatMap((value, i): readonly Json[] => {
    if (probabilities?.[i] === 0) return [];
    let all: readonly Json[] = [value];
    for (const [path, inner] of Object.entries(options?.[i] ?? {})) {
      all = all.flatMap((each) => everyValue(inner).map((option) => put(each, path, option)));
    }
    return all;
  });
}

function put(value: Json, path: string, option: Json): Json {
  const copy = structuredClone(value) as Record<string, Json>;
  if (path === 'nested.0.deep') (copy as { nested: { deep: Json }[] }).nested[0]!.deep = option;
  else copy[path] = option;
  return copy;
}
