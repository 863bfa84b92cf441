import { eachMetric } from '../../../core/metric.js';
import type { SnapshotSource } from '../../../core/snapshots/snapshot.js';
import { type BestEpoch, type Branch, disposeBranch, startBranch } from '../branch.js';
import type { Ledger } from '../ledger.js';
import type { Member } from '../member.js';
import type { PreparedCohort } from '../prepare-cohort.js';
import { type BranchRecord, recipeKey } from './cohort-snapshot.js';
import { type ReadSnapshot, SnapshotError, withSnapshot } from './snapshot-file.js';

export interface Restored {
  /** Whole epochs that are done. */
  readonly epoch: number;
  readonly branches: readonly Branch[];
}

/**
 * The branches of a snapshot as they were, without trials that have ended since.
 *
 * @throws {SnapshotError} it cannot be gone on from, and why.
 */
export function restoreBranches(
  source: SnapshotSource,
  cohort: PreparedCohort,
  members: readonly Member[],
  ledger: Pick<Ledger, 'resume'>,
): Restored {
  return withSnapshot(source, (snapshot) => {
    const { record } = snapshot;
    const byId = new Map(members.map((member) => [member.trialId, member]));
    const wanted = members.some(({ checkpoint }) => checkpoint !== null);
    const places = record.branches.map(({ trials }) => membersIn(trials, byId));
    if (places.flat().length !== members.length) throw new SnapshotError('a trial is not in it');
    if (wanted && !record.keeps && record.branches.some(({ best }) => best)) {
      throw new SnapshotError('it has no weights of best epochs, and the sweep keeps them now');
    }
    const branches: Branch[] = [];
    try {
      places.forEach((present, b) => {
        if (present.length === 0) return;
        branches.push(startBranch(cohort, present));
        restore(branches.at(-1)!, record.branches[b]!, `${b}/`, snapshot, cohort);
      });
    } catch (error) {
      for (const branch of branches) disposeBranch(branch);
      throw error;
    }
    for (const { id, time } of record.branches.flatMap(({ trials }) => trials)) {
      const member = byId.get(id);
      if (member) ledger.resume(member, time);
    }
    return { epoch: record.epoch, branches };
  });
}

function membersIn(
  trials: BranchRecord['trials'],
  byId: ReadonlyMap<number, Member>,
): readonly Member[] {
  return trials.flatMap(({ id, recipe }) => {
    const member = byId.get(id);
    if (!member) return [];
    if (recipeKey(member.recipe) !== recipe) {
      throw new SnapshotError(`trial ${id} had another recipe then`);
    }
    return [member];
  });
}

function restore(
  branch: Branch,
  { taken, totals, valLosses, best }: BranchRecord,
  prefix: string,
  { tensors }: ReadSnapshot,
  cohort: PreparedCohort,
): void {
  branch.stepper.write({
    trained: tensors(`${prefix}trained/`),
    running: tensors(`${prefix}running/`),
    slots: tensors(`${prefix}slots/`),
  });
  branch.taken = taken;
  branch.begun = taken;
  branch.stepper.begin(totals);
  branch.valLosses.push(...valLosses);
  branch.best = best ? bestOf(best, branch, () => tensors(`${prefix}best/`), cohort) : undefined;
}

function bestOf(
  { epoch, metrics, kept }: NonNullable<BranchRecord['best']>,
  { members }: Branch,
  weights: () => ReturnType<ReadSnapshot['tensors']>,
  cohort: PreparedCohort,
): BestEpoch {
  return {
    epoch,
    metrics: eachMetric((name) => metrics[name] ?? Number.NaN),
    weights: kept ? cohort.createHead(members[0]!.recipe.training, weights()) : null,
  };
}
