import { rmSync } from 'node:fs';
import type { Trial } from '../core/trial.js';
import type { Store } from '../store/port.js';

export interface KeeperParts {
  readonly store: Pick<Store, 'checkpointEpoch' | 'setCheckpointEpoch'>;
  /** How many trials' weights stay. */
  readonly keep: number;
  readonly checkpointPath: (trialId: number) => string;
  /** The trial's loss at its best epoch: lower is better. */
  readonly bestLoss: (trial: Trial) => number;
}

/** Deletes the weights that no longer belong to the best trials. */
export interface Keeper {
  /** Takes notice of a trial that ended, or was interrupted. */
  add(trial: Trial): void;
}

/**
 * Keeps the weights of the best `keep` trials as the leaderboard ranks them: finished ones by their
 * best epoch, then stopped ones. A failed, diverged or interrupted trial's weights go at once.
 */
export function createKeeper(parts: KeeperParts, earlier: readonly Trial[]): Keeper {
  const { store, keep, checkpointPath, bestLoss } = parts;
  const kept = earlier.filter(({ id }) => store.checkpointEpoch(id) !== null);

  function drop({ id }: Trial): void {
    // The row first: a crash in between leaves a file too many, not a row that promises one.
    store.setCheckpointEpoch(id, null);
    rmSync(checkpointPath(id), { force: true });
  }

  function compare(a: Trial, b: Trial): number {
    const [lossA, lossB] = [bestLoss(a), bestLoss(b)];
    const byState = Number(a.state !== 'finished') - Number(b.state !== 'finished');
    if (byState !== 0) return byState;
    return lossA === lossB ? a.number - b.number : lossA - lossB;
  }

  return {
    add(trial) {
      const judged = trial.state === 'finished' || trial.state === 'stopped';
      if (!judged || store.checkpointEpoch(trial.id) === null) {
        drop(trial);
        return;
      }
      kept.push(trial);
      kept.sort(compare);
      for (const worst of kept.splice(keep)) drop(worst);
    },
  };
}
