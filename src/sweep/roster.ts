import { lossOf, type Metrics, toLoss } from '../core/metric.js';
import { lossesOf, standingLosses } from '../core/standing.js';
import type { SweepSpec } from '../core/sweep.js';
import type { Report, Trial } from '../core/trial.js';
import { isFinal, type TrialState } from '../core/trial-state.js';
import { type Curves, createCurves } from '../search/curves.js';
import type { StudyRun } from '../search/study-runs.js';

/** The sweep's trials as this run knows them, so that no decision has to read them all again. */
export interface Roster {
  readonly size: number;
  /** The losses of every trial, as they come. */
  readonly curves: Curves;
  add(trials: readonly Trial[]): void;
  get(trialId: number): Trial;
  all(): readonly Trial[];
  /** With what it reported of its first `epochs` epochs. */
  start(trialId: number, epochs: number): Trial;
  report(trialId: number, report: Report): Trial;
  end(trialId: number, state: TrialState): Trial;
  /** It goes back to the queue; what it reported after its first `epochs` epochs counts no more. */
  giveBack(trialId: number, epochs: number): Trial;
  /** Trials in final states. */
  ended(): number;
  /** How many trials there will be in all; null: nobody knows. */
  expect(trials: number | null): void;
  /** The trials as a sampler may see them now, once their points are made of them. */
  runs(): readonly StudyRun[];
}

/** What is known of trials that have ended, and that somebody may look at. */
export interface Told {
  /** Values of the metric by epoch. */
  readonly curves: ReadonlyMap<number, readonly number[]>;
  /** All metrics of the epoch that stands for each. */
  readonly standings: ReadonlyMap<number, Metrics>;
}

const NOTHING: Told = { curves: new Map(), standings: new Map() };

export function createRoster(
  trials: readonly Trial[],
  { metric, objectives }: Pick<SweepSpec, 'metric' | 'objectives'>,
  told = NOTHING,
): Roster {
  const known = new Map<number, Trial>();
  const curves = createCurves();
  /** Of trials that have ended, as soon as somebody asks. */
  const standings = new Map<number, readonly number[]>();

  function add(added: readonly Trial[]): void {
    for (const trial of added) {
      const { number, point, replicate } = trial;
      known.set(trial.id, trial);
      curves.place(number, { point, replicate });
      for (const { metrics } of trial.reports) curves.add(number, lossOf(metrics, metric));
    }
  }

  function get(trialId: number): Trial {
    const trial = known.get(trialId);
    if (!trial) throw new Error(`trial ${trialId} is not of this sweep`);
    return trial;
  }

  function change(trialId: number, changes: Partial<Trial>): Trial {
    const trial = { ...get(trialId), ...changes };
    known.set(trialId, trial);
    standings.delete(trialId);
    return trial;
  }

  function standingOf({ id, state, reports }: Trial): readonly number[] {
    if (!isFinal(state)) return [];
    const found = standings.get(id);
    if (found) return found;
    const metrics = told.standings.get(id);
    const standing = metrics ? lossesOf(metrics, objectives) : standingLosses(reports, objectives);
    standings.set(id, standing);
    return standing;
  }

  /** Takes its losses back to those of its first epochs. */
  function rewind(trialId: number, epochs: number): readonly Report[] {
    const { number, reports } = get(trialId);
    const kept = reports.filter(({ epoch }) => epoch < epochs);
    if (curves.of(number).length === kept.length) return kept;
    curves.clear(number);
    for (const { metrics } of kept) curves.add(number, lossOf(metrics, metric));
    return kept;
  }

  add(trials);
  for (const [id, values] of told.curves) {
    const losses = values.map((value) => toLoss(value, metric));
    curves.load(get(id).number, losses);
  }
  for (const { number, state } of trials) if (isFinal(state)) curves.end(number);
  return {
    get size() {
      return known.size;
    },
    curves,
    add,
    get,
    all: () => [...known.values()],
    start: (trialId, epochs) =>
      change(trialId, { reports: rewind(trialId, epochs), state: 'running' }),
    report(trialId, report) {
      const { number, reports } = get(trialId);
      curves.add(number, lossOf(report.metrics, metric));
      // Of very many trials they would fill the memory, and nobody asks the roster for them.
      const { rights: _, ...kept } = report;
      return change(trialId, { reports: [...reports, kept] });
    },
    end(trialId, state) {
      curves.end(get(trialId).number);
      return change(trialId, { state });
    },
    giveBack(trialId, epochs) {
      rewind(trialId, epochs);
      return change(trialId, { state: 'queued' });
    },
    expect: (trials) => curves.expect(trials ?? Number.POSITIVE_INFINITY),
    ended: () => [...known.values()].filter(({ state }) => isFinal(state)).length,
    runs: () =>
      Array.from(known.values(), (trial) => {
        const { number, point, params, state } = trial;
        const losses = curves.of(number);
        return { number, point, params, state, losses, standing: standingOf(trial) };
      }),
  };
}
