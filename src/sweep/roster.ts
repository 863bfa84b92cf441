import type { Metric } from '../core/sweep.js';
import type { Report, Trial, TrialState } from '../core/trial.js';
import type { Curve } from '../search/pruner.js';
import { metricLoss } from './metric-loss.js';

/** The sweep's trials as this run knows them, so that no decision has to read them all again. */
export interface Roster {
  readonly size: number;
  add(trials: readonly Trial[]): void;
  get(trialId: number): Trial;
  all(): readonly Trial[];
  start(trialId: number): Trial;
  report(trialId: number, report: Report): Trial;
  end(trialId: number, state: TrialState): Trial;
  /** Trials in final states, by number: what a sampler may look at. */
  history(): readonly Trial[];
  curve(trialId: number): Curve;
  /** The curves of all others that have started, by number. */
  peers(trialId: number): readonly Curve[];
}

interface Entry {
  trial: Trial;
  curve: Curve;
}

export function createRoster(trials: readonly Trial[], metric: Metric): Roster {
  const entries = new Map<number, Entry>();

  function add(added: readonly Trial[]): void {
    for (const trial of added) {
      const losses = trial.reports.map((report) => metricLoss(report, metric));
      const finished = trial.state === 'finished';
      entries.set(trial.id, { trial, curve: { number: trial.number, finished, losses } });
    }
  }

  function entryOf(trialId: number): Entry {
    const entry = entries.get(trialId);
    if (!entry) throw new Error(`trial ${trialId} is not of this sweep`);
    return entry;
  }

  add(trials);
  return {
    get size() {
      return entries.size;
    },
    add,
    get: (trialId) => entryOf(trialId).trial,
    all: () => Array.from(entries.values(), ({ trial }) => trial),

    start(trialId) {
      const entry = entryOf(trialId);
      entry.trial = { ...entry.trial, state: 'running', reports: [] };
      entry.curve = { ...entry.curve, finished: false, losses: [] };
      return entry.trial;
    },

    report(trialId, report) {
      const entry = entryOf(trialId);
      entry.trial = { ...entry.trial, reports: [...entry.trial.reports, report] };
      entry.curve = { ...entry.curve, losses: [...entry.curve.losses, metricLoss(report, metric)] };
      return entry.trial;
    },

    end(trialId, state) {
      const entry = entryOf(trialId);
      entry.trial = { ...entry.trial, state };
      entry.curve = { ...entry.curve, finished: state === 'finished' };
      return entry.trial;
    },

    history: () =>
      Array.from(entries.values(), ({ trial }) => trial).filter(
        ({ state }) => state !== 'queued' && state !== 'running',
      ),

    curve: (trialId) => entryOf(trialId).curve,

    peers: (trialId) =>
      Array.from(entries.values())
        .filter(({ trial }) => trial.id !== trialId && trial.state !== 'queued')
        .map(({ curve }) => curve),
  };
}
