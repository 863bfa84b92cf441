import { createHash } from 'node:crypto';
import { METRIC_NAMES } from '../../core/metric.js';
import type { Report } from '../../core/trial.js';
import type { TrialState } from '../../core/trial-state.js';
import { bestMetrics } from '../sweep/best-metrics.js';
import { reportTimes } from '../sweep/report-times.js';
import type { ExportedTrial, SweepResults } from '../sweep/sweep-results.js';
import type { Batch, MlflowMetric, MlflowPair } from './batches.js';

/** Tags by which a run is found again. */
export const TAGS = {
  sweep: 'thaw.sweep',
  trial: 'thaw.trial',
  state: 'thaw.state',
  epochs: 'thaw.epochs',
  digest: 'thaw.digest',
} as const;

/** Names the sweep on the server: ids of two databases may be alike. */
export function sweepKey({ sweep }: Pick<SweepResults, 'sweep'>): string {
  return `${sweep.id} ${sweep.createdAt}`;
}

export type RunStatus = 'SCHEDULED' | 'RUNNING' | 'FINISHED' | 'KILLED' | 'FAILED';

/** One that was stopped early was killed, not broken. */
export const STATUSES: Readonly<Record<TrialState, RunStatus>> = {
  queued: 'SCHEDULED',
  running: 'RUNNING',
  finished: 'FINISHED',
  stopped: 'KILLED',
  diverged: 'FAILED',
  failed: 'FAILED',
};

/** All that is logged of a trial, of whose epochs the first `after` are there already. */
export function runContent(
  trial: ExportedTrial,
  { sweep, version }: Pick<SweepResults, 'sweep' | 'version'>,
  after: number,
): Batch {
  const { row, reports, error } = trial;
  const times = reportTimes(trial);
  const curves = reports.slice(after).flatMap((report, i) => metricsOf(report, times[after + i]!));
  const step = row.epoch ?? 0;
  const best = bestMetrics(row, sweep.spec.objectives).map(([key, value]) =>
    metric(key, value, times[reports.findIndex(({ epoch }) => epoch === step)] ?? 0, step),
  );
  const about: Readonly<Record<string, string>> = {
    [TAGS.state]: row.state,
    [TAGS.epochs]: String(reports.length),
    [TAGS.digest]: digestOf(reports),
    'thaw.number': String(row.number + 1),
    'thaw.point': String(row.point + 1),
    'thaw.replicate': String(row.replicate),
    'thaw.version': version,
    ...(error ? { 'thaw.reason': error.message } : {}),
  };
  return {
    params: after === 0 ? paramsOf(trial) : [],
    metrics: [...curves, ...best],
    tags: Object.entries(about).map(([key, value]) => ({
      key,
      value: value.slice(0, MOST_OF_TAG),
    })),
  };
}

/** Of a prefix of a trial's reports: whether those that were logged are still its own. */
export function digestOf(reports: readonly Report[]): string {
  const values = reports.map(({ metrics }) => METRIC_NAMES.map((name) => metrics[name]));
  return createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 16);
}

function metricsOf({ epoch, metrics, learningRate }: Report, time: number) {
  return [
    ...METRIC_NAMES.map((name) => metric(name, metrics[name], time, epoch)),
    metric('learning_rate', learningRate, time, epoch),
  ];
}

function metric(key: string, value: number, timestamp: number, step: number): MlflowMetric {
  return { key, value: Number.isFinite(value) ? value : 'NaN', timestamp, step };
}

/** A name that the server would not take has others in place of its characters, and stays one alone. */
function paramsOf({ row }: ExportedTrial): readonly MlflowPair[] {
  const taken = new Set<string>();
  return Object.entries(row.params).map(([name, value]) => {
    const plain = name.replace(/[^\w.\- /]/g, '_').replace(/^[./ ]+|[./ ]+$|\/(?=\/)/g, '_');
    let key = plain.slice(0, MOST_OF_KEY) || '_';
    for (let n = 2; taken.has(key); n++) key = `${plain.slice(0, MOST_OF_KEY)}_${n}`;
    taken.add(key);
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return { key, value: text.slice(0, MOST_OF_PARAM) };
  });
}

/** Characters: below the limits of all MLflow servers since 2.0 (250, 500, 5000). */
const MOST_OF_KEY = 240;
const MOST_OF_PARAM = 500;
const MOST_OF_TAG = 4999;
