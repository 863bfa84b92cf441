import type { Metrics } from '../../core/metric.js';
import type { TrialState } from '../../core/trial-state.js';
import { trialStates } from '../../core/trial-state.js';
import type { LeaderboardRow } from '../rows.js';
import { allMetrics, readMetrics } from './report-columns.js';
import { readParams } from './trial-columns.js';

/** A trial beside the value that stands for it, as leaderboards select it, in their order. */
export interface RankedColumns {
  readonly id: number;
  readonly number: number;
  readonly point: number;
  readonly replicate: number;
  readonly state: TrialState;
  /** JSON. */
  readonly params: string;
  readonly epochs: number;
  readonly seconds: number;
  readonly epoch: number | null;
  readonly value: number | null;
  readonly change: number;
  readonly parameters: number | null;
  /** JSON. */
  readonly metrics: string | null;
  /** Its `training_seconds`, where its metrics do not say and had to be added up. */
  readonly alone?: number | null;
  /** 1: it does not keep to the bounds. */
  readonly outside: number;
}

/** Ranked trials lead the list, so their place in it is their rank. */
export function toRow(
  row: RankedColumns,
  index: number,
  onDamage: (message: string) => void,
): LeaderboardRow {
  const feasible = row.outside === 0;
  const placed =
    row.change === 0 && trialStates[row.state].ranked && row.value !== null && feasible;
  return {
    rank: placed ? index + 1 : null,
    change: row.change,
    trial: row.id,
    number: row.number,
    point: row.point,
    replicate: row.replicate,
    state: row.state,
    value: row.value,
    epoch: row.epoch,
    epochs: row.epochs,
    seconds: row.seconds,
    parameters: row.parameters,
    metrics: row.metrics === null ? null : metricsOf(row.metrics, row, onDamage),
    feasible,
    params: readParams(row.id, row.params, onDamage),
  };
}

function metricsOf(
  json: string,
  { id, alone = null }: RankedColumns,
  onDamage: (message: string) => void,
): Metrics {
  const values = readMetrics(json, `a report of trial ${id}`, onDamage);
  return allMetrics(values, alone);
}
