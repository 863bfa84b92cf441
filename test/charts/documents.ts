import type { Goal, MetricName } from '../../src/core/metric.js';
import { eachMetric } from '../../src/core/metric.js';
import type { Params } from '../../src/core/space.js';
import { countStates, type TrialState } from '../../src/core/trial-state.js';
import type { Documents } from '../../src/results/documents/documents.js';
import type { ParameterEntry } from '../../src/results/documents/live/sweep.js';
import type { TrialEntry } from '../../src/results/documents/live/trials.js';
import type { ReportFields } from '../../src/results/report-fields.js';
import { otherDocuments } from './other-documents.js';

/** What a made-up sweep is like. */
export interface Made {
  readonly trials: number;
  /** Of each trial in turn, over and over. */
  readonly states?: readonly TrialState[];
  readonly metric?: MetricName;
  readonly goal?: Goal;
  readonly epochs?: number;
  /** Every so manieth value of a curve is null; absent: none. */
  readonly nullEvery?: number;
  /** Begins names of the sweep, of a parameter, of its values and of classes. */
  readonly names?: string;
}

/** Every document of a made-up sweep, whose trials differ by what their numbers are divided by. */
export function documentsOf(made: Made): Documents {
  const { trials: n, states = MIXED, metric = 'val_accuracy', goal = 'maximize' } = made;
  const { epochs = 6, nullEvery, names = '' } = made;
  const entries = Array.from({ length: n }, (_, i) => entryOf(i, states[i % states.length]!, made));
  const ids = entries.map(({ trial }) => trial);
  const sweep: Documents['sweep'] = {
    ...{ sweep: 3, name: `${names}flowers`, description: null, state: 'running', rests: null },
    trials: countStates(entries.map(({ state }) => state)),
    ...{ metric, goal, objectives: [{ name: metric, goal }] },
    ...{ sampler: 'random', pruner: { type: 'asha' }, rungs: [1, 3] },
    parameters: parametersOf(names),
    ...{ run_cap: n, time: { ran_seconds: 90, trials: n, left_seconds: 30, assumes: null } },
    ...{
      epochs,
      backend: 'wasm',
      created_at: '2026-01-02T03:04:05.000Z',
      source: 'name: flowers\n',
    },
  };
  const curves = entries.map((entry) => ({
    trial: entry.trial,
    values: Array.from({ length: entry.epochs }, (_, epoch) => {
      const isNull = nullEvery !== undefined && (epoch + entry.number) % nullEvery === 0;
      return isNull ? null : valueAt(entry.number, epoch, metric);
    }),
    seconds: Array.from({ length: entry.epochs }, (_, epoch) => (epoch + 1) * 1.5),
  }));
  return {
    sweep,
    trials: { sweep: 3, metric, trials: entries },
    curves: { sweep: 3, metric, curves },
    ...otherDocuments({ sweep, entries, ids, names, reports: reportsOf(epochs) }),
  };
}

/** One of each state, in about the order in which trials come to them. */
const MIXED: readonly TrialState[] = [
  ...(['finished', 'stopped', 'finished', 'diverged', 'finished', 'failed'] as const),
  ...(['finished', 'running', 'queued'] as const),
];

function entryOf(i: number, state: TrialState, made: Made): TrialEntry {
  const { metric = 'val_accuracy', epochs: most = 6, nullEvery, names = '' } = made;
  const reports = { queued: 0, failed: 0, running: 2, stopped: 2, diverged: 3, finished: most };
  const epochs = reports[state];
  const isNull = epochs === 0 || (nullEvery !== undefined && i % nullEvery === 0);
  const value = isNull ? null : valueAt(i + 1, epochs - 1, metric);
  return {
    ...{ trial: i + 101, number: i + 1, point: i, replicate: 0, state, value },
    ...{ epoch: value === null ? null : epochs - 1, epochs, seconds: epochs * 1.5 },
    ...{ trained_parameters: 20_490 * (1 + (i % 3)), change: 0, feasible: true },
    values: { [metric]: value, training_seconds: epochs === 0 ? null : epochs * 2 + (i % 7) },
    params: paramsOf(i, names),
  };
}

/** Accuracies in (0, 1); losses above 0 that fall. */
function valueAt(number: number, epoch: number, metric: MetricName): number {
  const quality = ((number * 37) % 101) / 101;
  const learned = 1 - 0.8 / (1 + epoch * (0.3 + quality));
  return metric.endsWith('_loss') ? 3 * (1 - learned) + 0.1 : learned * (0.4 + 0.5 * quality);
}

function parametersOf(names: string): readonly ParameterEntry[] {
  const drawn = { varies: true, values: null, conditional: false } as const;
  return [
    { name: 'learning_rate', ...drawn, scale: 'log', low: 1e-5, high: 1e-1 },
    { name: 'dropout', ...drawn, scale: 'linear', low: 0, high: 0.5 },
    {
      ...{ name: `${names}scheduler`, varies: true, scale: 'category', low: null, high: null },
      values: schedulersOf(names),
      conditional: false,
    },
    { name: 'momentum', ...drawn, scale: 'linear', low: 0, high: 1, conditional: true },
    {
      name: 'batch_size',
      varies: false,
      scale: 'category',
      low: 32,
      high: 32,
      values: [32],
      conditional: false,
    },
  ];
}

function schedulersOf(names: string) {
  return [`${names}one_cycle`, { type: 'cosine', final_lr: 0 }, `${names}constant`, null];
}

function paramsOf(i: number, names: string): Params {
  const schedulers = schedulersOf(names);
  return {
    learning_rate: 10 ** (-5 + 4 * (((i * 29) % 97) / 96)),
    dropout: ((i * 7) % 11) / 22,
    [`${names}scheduler`]: schedulers[i % schedulers.length]!,
    ...(i % 2 === 0 ? { momentum: 0.8 + 0.1 * (i % 3) } : {}),
    batch_size: 32,
  };
}

function reportsOf(epochs: number): readonly ReportFields[] {
  return Array.from({ length: epochs }, (_, epoch) => ({
    epoch,
    ...eachMetric((name) => (name.startsWith('train') ? 1 / (epoch + 1) : valueAt(5, epoch, name))),
    ...{ learning_rate: 0.01 / (epoch + 1), seconds: 1.5, solo_seconds: 2, shared_with: null },
    ...{ images_per_second: 200, peak_memory_bytes: 1e9 },
  }));
}
