import type { Report } from '../../../core/trial.js';
import type { SharedBranch } from '../../documents/live/sharing.js';

/** A trial's epochs in a cohort. */
export interface Member {
  readonly trial: number;
  readonly cut: string;
  readonly reports: readonly Report[];
}

/**
 * The branches of a cohort: in each epoch trials trained as the same one are one branch, which ends
 * where they part, and where one of them ends.
 */
export function branchTree(members: readonly Member[]): readonly SharedBranch[] {
  const branches: { -readonly [Key in keyof SharedBranch]: SharedBranch[Key] }[] = [];
  /** The branch that each trial was on last. */
  const latest = new Map<number, (typeof branches)[number]>();
  for (const [epoch, together] of byEpoch(members)) {
    for (const { trials, cut, seconds } of together.values()) {
      const before = latest.get(trials[0]!);
      if (before && before.to_epoch === epoch - 1 && before.trials.length === trials.length) {
        before.to_epoch = epoch;
        before.seconds += seconds;
        continue;
      }
      const branch = {
        ...{ branch: branches.length, parent: before?.branch ?? null, cut, trials },
        ...{ from_epoch: epoch, to_epoch: epoch, seconds },
      };
      branches.push(branch);
      for (const trial of trials) latest.set(trial, branch);
    }
  }
  return branches;
}

/** Trials that were one in an epoch, and what that epoch took. */
interface Together {
  readonly trials: number[];
  readonly cut: string;
  seconds: number;
}

/** By epoch, then by the trial whose training it was. */
function byEpoch(members: readonly Member[]) {
  const epochs = new Map<number, Map<number, Together>>();
  for (const { trial, cut, reports } of members) {
    for (const { epoch, sharedWith, seconds } of reports) {
      const owners = epochs.get(epoch) ?? new Map<number, Together>();
      epochs.set(epoch, owners);
      const owner = sharedWith ?? trial;
      const together = owners.get(owner) ?? { trials: [], cut, seconds: 0 };
      owners.set(owner, together);
      together.trials.push(trial);
      together.seconds += secondsOf(seconds);
    }
  }
  return [...epochs].sort(([a], [b]) => a - b);
}

/** What is not known is no time, as in a sum of the database's. */
export function secondsOf(seconds: number): number {
  return Number.isFinite(seconds) ? seconds : 0;
}
