import type { Json } from '../../core/json.js';
import type { Distribution, Params } from '../../core/space.js';
import type { SweepResults } from '../sweep/sweep-results.js';
import type { Cell, Column } from './column.js';

type ParamType = Exclude<Column<unknown>['type'], 'time'>;

/**
 * A column of one type for each parameter that a trial has or may have, in the sweep file's order:
 * numbers and booleans as they are where all values are such, else texts, with JSON for what is none.
 */
export function paramColumns({
  sweep: { spec },
  rows,
}: Pick<SweepResults, 'sweep' | 'rows'>): readonly Column<Params>[] {
  const seen = new Map<string, Set<ParamType>>(
    Object.keys(spec.space).map((name) => [name, new Set()]),
  );
  for (const { params } of rows) {
    for (const [name, value] of Object.entries(params)) {
      const types = seen.get(name) ?? new Set();
      seen.set(name, types);
      if (value !== null) types.add(typeOfValue(value, spec.space[name]));
    }
  }
  return [...seen].map(([name, types]) => {
    const type = commonType([...types]);
    return { name, type, of: (params) => cellOf(params[name], type) };
  });
}

/** A whole number that was drawn from a range of all numbers is not of another type. */
function typeOfValue(value: Json, distribution: Distribution | undefined): ParamType {
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value !== 'number') return 'text';
  const anyNumber = distribution && ['uniform', 'normal', 'beta'].includes(distribution.kind);
  return Number.isSafeInteger(value) && !anyNumber ? 'integer' : 'number';
}

function commonType(types: readonly ParamType[]): ParamType {
  if (types.length === 1) return types[0]!;
  const areNumbers =
    types.length > 0 && types.every((each) => each === 'integer' || each === 'number');
  return areNumbers ? 'number' : 'text';
}

function cellOf(value: Json | undefined, type: ParamType): Cell {
  if (value === undefined || value === null) return null;
  if (type === 'text') return typeof value === 'string' ? value : JSON.stringify(value);
  return value as number | boolean;
}
