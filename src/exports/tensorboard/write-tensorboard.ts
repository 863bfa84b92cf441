import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { METRIC_NAMES } from '../../core/metric.js';
import type { Objective } from '../../core/study/objective.js';
import { isFinal, type TrialState } from '../../core/trial-state.js';
import { bestMetrics, bestName } from '../sweep/best-metrics.js';
import { reportTimes } from '../sweep/report-times.js';
import type { ExportedTrial, SweepResults } from '../sweep/sweep-results.js';
import { event, type Said } from './event.js';
import { type HParamColumn, hparamColumns } from './hparam-columns.js';
import {
  DATASET,
  EXPERIMENT,
  experiment,
  SESSION_END,
  SESSION_START,
  STATUS,
  sessionEnd,
  sessionStart,
} from './hparams.js';
import { record } from './record.js';

/**
 * Writes a folder for `tensorboard --logdir`: the sweep's event file, which says what was tried, and
 * a folder for each trial with its own.
 */
export async function writeTensorboard(results: SweepResults, output: string): Promise<void> {
  const { sweep } = results;
  const { objectives } = sweep.spec;
  const hparams = hparamColumns(results);
  const shown = [
    ...objectives.map(({ name }) => ({ tag: bestName(name), dataset: datasetOf(name) })),
    ...METRIC_NAMES.map((name) => ({ tag: name, dataset: datasetOf(name) })),
  ];
  const content = experiment(`Thaw sweep ${sweep.id}: ${sweep.name}`, hparams, shown);
  const created = Date.parse(sweep.createdAt);
  // Named as all event files are, but alike each time that they are written: by when, then by whom.
  const name = `events.out.tfevents.${String(Math.floor(created / 1000)).padStart(10, '0')}.thaw`;
  mkdirSync(output);
  writeEvents(join(output, name), [[created, { kind: 'hparams', tag: EXPERIMENT, content }]]);
  for await (const trial of results.trials()) {
    const folder = join(output, `trial-${trial.row.trial}`);
    mkdirSync(folder);
    const start = trial.startedAt?.getTime() ?? created;
    writeEvents(join(folder, name), [
      [start, { kind: 'hparams', tag: SESSION_START, content: startOf(trial, hparams, start) }],
      ...scalarsOf(trial, objectives),
      ...endOf(trial, start),
    ]);
  }
}

type Timed = readonly [time: number, said: Said];

function writeEvents(file: string, events: readonly [Timed, ...Timed[]]): void {
  const all: readonly Timed[] = [[events[0][0], { kind: 'version' }], ...events];
  writeFileSync(file, Buffer.concat(all.map(([time, said]) => record(event(time, said)))));
}

function scalarsOf(trial: ExportedTrial, objectives: readonly Objective[]): readonly Timed[] {
  const times = reportTimes(trial);
  return trial.reports.flatMap(({ epoch, metrics, learningRate }, place) => {
    const values = [
      ...METRIC_NAMES.map((name) => [name, metrics[name]] as const),
      ['learning_rate', learningRate] as const,
      ...(epoch === trial.row.epoch ? bestMetrics(trial.row, objectives) : []),
    ];
    return values.map(([tag, value]): Timed => {
      return [times[place]!, { kind: 'scalar', tag, step: epoch, value }];
    });
  });
}

function startOf({ row }: ExportedTrial, hparams: readonly HParamColumn[], start: number) {
  const values = hparams.flatMap(({ name, of }) => {
    const value = of(row);
    return value === null ? [] : [[name, value] as const];
  });
  return sessionStart(values, `trial-${row.trial}`, start / 1000);
}

/** A trial that waits has no status. */
function endOf({ row, endedAt }: ExportedTrial, start: number): readonly Timed[] {
  if (row.state === 'queued') return [];
  const end = endedAt?.getTime() ?? null;
  const content = sessionEnd(statusOf(row.state), end === null ? null : end / 1000);
  return [[end ?? start, { kind: 'hparams', tag: SESSION_END, content }]];
}

/** One that was stopped early has done nothing wrong. */
function statusOf(state: TrialState): number {
  if (!isFinal(state)) return STATUS.running;
  return state === 'failed' || state === 'diverged' ? STATUS.failure : STATUS.success;
}

function datasetOf(metric: string): number {
  if (metric.startsWith('val_')) return DATASET.validation;
  return metric.startsWith('train_') ? DATASET.training : DATASET.unknown;
}
