import { listedValues, type Params } from '../../core/space.js';
import { TRIAL_STATES } from '../../core/trial-state.js';
import type { LeaderboardRow } from '../../store/port.js';
import type { SweepResults } from '../sweep/sweep-results.js';
import type { Cell, Column } from '../tables/column.js';
import { paramColumns } from '../tables/param-columns.js';

export type HValue = number | string | boolean;

/** A hyperparameter: TensorBoard hides runs whose values are of another type, or out of its domain. */
export interface HParam {
  readonly name: string;
  readonly type: 'text' | 'boolean' | 'number';
  readonly domain:
    | { readonly kind: 'discrete'; readonly values: readonly HValue[] }
    | { readonly kind: 'interval'; readonly low: number; readonly high: number };
}

export interface HParamColumn extends HParam {
  /** Null: the trial has none. */
  of(row: LeaderboardRow): HValue | null;
}

/** All parameters that any trial has, and what has no place of its own there: the state, the run. */
export function hparamColumns(results: SweepResults): readonly HParamColumn[] {
  const params = paramColumns(results).flatMap((column) => paramColumn(column, results) ?? []);
  const state: HParamColumn = {
    name: 'thaw_state',
    type: 'text',
    domain: { kind: 'discrete', values: TRIAL_STATES },
    of: ({ state }) => state,
  };
  const last = results.rows.reduce((most, { replicate }) => Math.max(most, replicate), 0);
  const replicate: HParamColumn = {
    name: 'thaw_replicate',
    type: 'number',
    domain: { kind: 'interval', low: 0, high: last },
    of: ({ replicate }) => replicate,
  };
  return [...params, state, ...(last > 0 ? [replicate] : [])];
}

function paramColumn(
  column: Column<Params>,
  { sweep, rows }: SweepResults,
): HParamColumn | undefined {
  const { name } = column;
  const type = column.type === 'integer' || column.type === 'time' ? 'number' : column.type;
  const ownValue = ({ params }: Pick<LeaderboardRow, 'params'>) => usable(column.of(params));
  const distribution = sweep.spec.space[name];
  const listed = (distribution && listedValues(distribution)) ?? [];
  const given = [...listed.map((value) => ({ params: { [name]: value } })), ...rows].flatMap(
    (each) => ownValue(each) ?? [],
  );
  if (given.length === 0) return undefined;
  const common = { name, type, of: ownValue };
  const numbers = given.filter((value) => typeof value === 'number');
  const isDrawn = numbers.length === given.length && listed.length === 0;
  if (!isDrawn) return { ...common, domain: { kind: 'discrete', values: [...new Set(given)] } };
  const ends =
    distribution?.kind === 'uniform' || distribution?.kind === 'int_uniform'
      ? [distribution.low, distribution.high]
      : [];
  const [low, high] = extent([...ends, ...numbers]);
  return { ...common, domain: { kind: 'interval', low, high } };
}

function usable(cell: Cell): HValue | null {
  return cell instanceof Date || Number.isNaN(cell) ? null : cell;
}

/** Not by `Math.min(...)`: there may be more numbers than a call takes. */
function extent(numbers: readonly number[]): readonly [low: number, high: number] {
  return numbers.reduce<[number, number]>(
    ([low, high], each) => [Math.min(low, each), Math.max(high, each)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}
