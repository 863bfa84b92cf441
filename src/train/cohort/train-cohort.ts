import type { CohortWork } from '../../core/cohort-work.js';
import { WeightsError } from '../../core/errors.js';
import type { SnapshotOrders, SnapshotSource } from '../../core/snapshots/snapshot.js';
import type { TrialTask } from '../../core/trial.js';
import { networkCalled } from '../../networks/index.js';
import { createSchedule } from '../../schedules/create-schedule.js';
import type { AugmentThreads } from '../augmenting/augment-ahead.js';
import { Interrupted } from '../interrupted.js';
import type { Loaded } from '../loaded.js';
import { cutOf } from '../trunk/trunk.js';
import { createBatches } from './batches/batches.js';
import { disposeBranch, startBranch } from './branch.js';
import type { MemberReport } from './cohort-run.js';
import { type CohortHooks, type CohortRun, type End, keepGoing } from './cohort-run.js';
import { branchesOf, type CohortState, membersOf } from './cohort-state.js';
import { groupByStart } from './divergence.js';
import { endMembers } from './end-members.js';
import { createLedger } from './ledger.js';
import type { Member } from './member.js';
import { prepareCohort } from './prepare-cohort.js';
import { restoreBranches } from './snapshot/restore-branches.js';
import { SnapshotError } from './snapshot/snapshot-file.js';
import { createSnapshotTaker } from './snapshot/snapshot-taker.js';
import { stepDropout } from './step-dropout.js';
import { trainEpoch } from './train-epoch.js';
import { dropsRest, refuseSingleValues, usableSteps } from './usable-steps.js';
import { validateBranches } from './validate-branches.js';

export interface TrainOptions {
  /** Another cohort will ask for the same augmented images. */
  readonly keepAugmented: boolean;
  /** Trials whose weights the sweep keeps. */
  readonly keep: number;
  /** Where to go on from; null: from the beginning. */
  readonly from: SnapshotSource | null;
  /** Null: no snapshots are taken. */
  readonly orders: SnapshotOrders | null;
  /** What augments ahead of the training; null: nothing. */
  readonly threads: AugmentThreads | null;
}

/**
 * Trains the trials of a cohort in lockstep, epoch by epoch: each batch passes the frozen layers
 * once for all of them, and trials whose training is still the same are trained as one.
 *
 * Everything random is keyed and every shared number is a pure function of what it is shared for,
 * so each trial's reports and weights are those it would have alone, bit for bit. What a snapshot
 * holds is all that changes, so that going on from one gives the same bits, too.
 *
 * @throws {Interrupted} a stop was asked for before training began; later ones end the trials.
 * @throws {WeightsError | DataError} what the recipes need was not prepared.
 */
export async function trainCohort(
  loaded: Loaded,
  trials: readonly TrialTask[],
  hooks: CohortHooks,
  { keepAugmented, keep, from, orders, threads }: TrainOptions,
): Promise<CohortWork> {
  const recipe = trials[0]!.recipe.trunk; // all have the same
  const state: CohortState = { branches: [], phase: 'training' };
  const ledger = createLedger(state);
  const { pause } = hooks;
  const epochs = Math.max(...trials.map((trial) => trial.recipe.pace.epochs));
  const ahead = { threads, epochs };
  const cohort = await prepareCohort(loaded, recipe, {
    meter: ledger,
    keepAugmented,
    pause,
    ahead,
  });
  const images = cohort.trainRows.length;
  const batches = createBatches(cohort, recipe);
  const { engine, network } = cohort;
  const dropout = stepDropout({ engine, recipe, count: images, features: network.features });
  const snapshots =
    orders &&
    createSnapshotTaker({
      orders,
      ledger,
      isBusy: hooks.isSaving,
      made: hooks.snapshot,
      missed: hooks.noSnapshot,
    });
  const run: CohortRun = { cohort, batches, dropout, ledger, hooks, state, keep, snapshots };
  const members = trials.map((trial, t) => toMember(trial, t, images));
  let epoch = 0;

  try {
    epoch = begin(run, members, from);
    for (; state.branches.length > 0; epoch += 1) {
      state.phase = 'training';
      trainEpoch(run, epoch);
      state.phase = 'validation';
      decide(run, epoch, validateBranches(run, epoch));
      snapshots?.offer(state.branches, epoch + 1, 'epoch');
    }
    return ledger.work();
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    snapshots?.insist(state.branches, epoch);
    const interrupted: End = { how: 'interrupted' };
    endMembers(run, new Map(membersOf(state.branches).map((member) => [member, interrupted])));
    return ledger.work();
  } finally {
    for (const branch of state.branches) disposeBranch(branch);
    batches.dispose();
    dropout.dispose();
    cohort.augmented.dispose();
    await cohort.close();
  }
}

/** Makes the branches: those of the snapshot, or new ones. Gives the epoch they are in. */
function begin(run: CohortRun, members: readonly Member[], from: SnapshotSource | null): number {
  const { cohort, ledger, hooks, state } = run;
  if (from) {
    try {
      const restored = restoreBranches(from, cohort, members, ledger);
      state.branches = restored.branches;
      return restored.epoch;
    } catch (error) {
      if (!(error instanceof SnapshotError || error instanceof WeightsError)) throw error;
      hooks.startOver(error.message);
    }
  }
  for (const group of groupByStart(members)) {
    for (const member of group) noteDropped(member, cohort.trainRows.length, hooks);
    keepGoing(group, hooks, () => {
      const { trunk, training } = group[0]!.recipe;
      refuseSingleValues(trunk, training.firstTrained, cohort.trainRows.length);
      state.branches = [...state.branches, startBranch(cohort, group)];
    });
  }
  return 0;
}

/** Hands the epoch over, and ends the trials that have no next one. */
function decide(run: CohortRun, epoch: number, reports: readonly MemberReport[]): void {
  if (reports.length === 0) return;
  const verdicts = run.hooks.epoch(epoch, reports);
  const ends = new Map<Member, End>();
  for (const { member } of reports) {
    const verdict = verdicts === 'interrupt' ? verdicts : verdicts(member);
    if (verdict === 'stop') ends.set(member, { how: 'stopped' });
    else if (epoch + 1 >= member.recipe.pace.epochs) ends.set(member, { how: 'finished' });
    else if (verdict === 'pause') ends.set(member, { how: 'paused' });
    else if (verdict === 'interrupt') ends.set(member, { how: 'interrupted' });
  }
  // Those that pause go on from it some day.
  const isPaused = (member: Member) => ends.get(member)?.how === 'paused';
  run.snapshots?.pause(branchesOf(run.state.branches, isPaused), epoch + 1);
  endMembers(run, ends);
}

function toMember({ trialId, recipe, checkpoint }: TrialTask, index: number, images: number) {
  const { scheduler, learningRate, epochs } = recipe.pace;
  const rates = createSchedule(scheduler, {
    baseLr: learningRate,
    epochs,
    stepsPerEpoch: usableSteps(recipe.trunk, recipe.training.firstTrained, images),
  });
  return { trialId, index, recipe, cut: cutOf(recipe), rates, checkpoint };
}

function noteDropped(member: Member, images: number, { note }: CohortHooks): void {
  const { recipe } = member;
  const deepest = networkCalled(recipe.trunk.model.architecture).stages[1]!.name;
  if (!dropsRest(recipe.trunk, recipe.training.firstTrained, images)) return;
  note(
    member,
    `the last batch of each epoch (1 image) is dropped: at ${recipe.trunk.imageSize} px ${deepest} has one pixel, and batch norm cannot train on a single value`,
  );
}
