import { byStanding, type Standing, standingReport } from '../core/standing.js';
import { bounded, keepsBounds } from '../core/study/bounds.js';
import type { Trial } from '../core/trial.js';
import { trialStates } from '../core/trial-state.js';
import type { Roster } from './roster.js';
import type { SweepParts } from './sweep-parts.js';

/** Deletes the weights that no longer belong to the best trials. */
export interface Keeper {
  /** Takes notice of a trial that ended, or was interrupted; `hasWeights`: its end said so. */
  add(trial: Trial, hasWeights: boolean): Promise<void>;
  drop(trial: Trial): Promise<void>;
}

/**
 * Keeps the weights of the best `keep` trials in the leaderboard's order. The weights of a trial
 * whose state keeps none go at once. Trials `apart` are ranked among themselves, and stay as they
 * are.
 */
export async function createKeeper(
  parts: Pick<SweepParts, 'store' | 'sweepId' | 'spec' | 'files'> & {
    readonly apart: ReadonlySet<number>;
  },
  roster: Roster,
): Promise<Keeper> {
  const { store, sweepId, spec, files, apart } = parts;
  const bounds = bounded(spec.objectives);

  async function drop({ id }: Trial): Promise<void> {
    // The row first: a crash in between leaves a file too many, not a row that promises one.
    await store.queue.setCheckpointEpoch(id, null);
    files.dropCheckpoint(id);
  }

  /** Of trials that ended before this run, which need not be known here, the store is asked. */
  async function standingOf({ id, state, number, reports }: Trial): Promise<Standing> {
    const loss = Math.min(...roster.curves.of(number));
    if (bounds.length === 0) return { state, number, loss };
    const { metric } = spec;
    const metrics =
      standingReport(reports, metric, 'best')?.metrics ??
      (await store.readings.standings([id], metric)).get(id);
    return { state, number, loss, feasible: metrics !== undefined && keepsBounds(metrics, bounds) };
  }

  const kept: { readonly trial: Trial; readonly standing: Standing }[] = [];
  for (const trial of (await store.readings.withCheckpoint(sweepId)).map(roster.get)) {
    if (apart.has(trial.id)) continue;
    if (trialStates[trial.state].kept) kept.push({ trial, standing: await standingOf(trial) });
    // Its run ended between the trial's end and this.
    else await drop(trial);
  }
  await cut();

  async function cut(): Promise<void> {
    kept.sort((a, b) => byStanding(a.standing, b.standing));
    for (const worst of kept.splice(spec.keep)) await drop(worst.trial);
  }

  return {
    drop,
    async add(trial, hasWeights) {
      // Its row promises none, but a file may be there, of a write that failed.
      if (!hasWeights) return files.dropCheckpoint(trial.id);
      if (!trialStates[trial.state].kept) return drop(trial);
      kept.push({ trial, standing: await standingOf(trial) });
      await cut();
    },
  };
}
