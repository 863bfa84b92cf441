import { byStanding, type Standing } from '../core/standing.js';
import type { Trial } from '../core/trial.js';
import { trialStates } from '../core/trial-state.js';
import { removeFile } from '../machine/files/remove-file.js';
import type { Roster } from './roster.js';
import type { SweepParts } from './sweep-parts.js';

/** Deletes the weights that no longer belong to the best trials. */
export interface Keeper {
  /** Takes notice of a trial that ended, or was interrupted. */
  add(trial: Trial): Promise<void>;
}

/**
 * Keeps the weights of the best `keep` trials in the leaderboard's order. The weights of a trial
 * whose state keeps none go at once. Trials `apart` are ranked among themselves, and stay as they
 * are.
 */
export async function createKeeper(
  parts: Pick<SweepParts, 'store' | 'sweepId' | 'spec' | 'checkpointPath'> & {
    readonly apart: ReadonlySet<number>;
  },
  roster: Roster,
): Promise<Keeper> {
  const { store, sweepId, spec, checkpointPath, apart } = parts;

  async function drop({ id }: Trial): Promise<void> {
    // The row first: a crash in between leaves a file too many, not a row that promises one.
    await store.queue.setCheckpointEpoch(id, null);
    removeFile(checkpointPath(id));
  }

  function standingOf({ state, number }: Trial): Standing {
    return { state, number, loss: Math.min(...roster.curves.of(number)) };
  }

  const kept: Trial[] = [];
  for (const trial of (await store.readings.withCheckpoint(sweepId)).map(roster.get)) {
    if (apart.has(trial.id)) continue;
    if (trialStates[trial.state].kept) kept.push(trial);
    // Its run ended between the trial's end and this.
    else await drop(trial);
  }

  return {
    async add(trial) {
      const hasWeights = (await store.readings.checkpointEpoch(trial.id)) !== null;
      if (!trialStates[trial.state].kept || !hasWeights) {
        await drop(trial);
        return;
      }
      kept.push(trial);
      kept.sort((a, b) => byStanding(standingOf(a), standingOf(b)));
      for (const worst of kept.splice(spec.keep)) await drop(worst);
    },
  };
}
