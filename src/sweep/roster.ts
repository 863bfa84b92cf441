import { lossOf, type Metric, toLoss } from '../core/metric.js';
import type { Report, Trial } from '../core/trial.js';
import { isFinal, type TrialState } from '../core/trial-state.js';
import { type Curves, createCurves } from '../search/curves.js';
import type { Study } from '../search/study.js';

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
  /** The sweep as a sampler may see it now. */
  study(): Study;
}

/**
 * `told`: values of the metric by trial, of those that have ended and whose curves somebody may look
 * at.
 */
export function createRoster(
  trials: readonly Trial[],
  metric: Metric,
  told: ReadonlyMap<number, readonly number[]>,
): Roster {
  const known = new Map<number, Trial>();
  const curves = createCurves();

  function add(added: readonly Trial[]): void {
    for (const trial of added) {
      known.set(trial.id, trial);
      for (const { metrics } of trial.reports) curves.add(trial.number, lossOf(metrics, metric));
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
    return trial;
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
  for (const [id, values] of told) {
    const losses = values.map((value) => toLoss(value, metric));
    curves.load(get(id).number, losses);
  }
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
    end: (trialId, state) => change(trialId, { state }),
    giveBack(trialId, epochs) {
      rewind(trialId, epochs);
      return change(trialId, { state: 'queued' });
    },
    ended: () => [...known.values()].filter(({ state }) => isFinal(state)).length,
    study: () => ({
      metric,
      objectives: [metric],
      earlier: [],
      trials: Array.from(known.values(), ({ number, params, state }) => {
        const losses = curves.of(number);
        const standing = isFinal(state) && losses.length > 0 ? [Math.min(...losses)] : [];
        return { number, params, state, losses, standing };
      }),
    }),
  };
}
