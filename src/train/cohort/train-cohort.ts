import type { CohortWork } from '../../core/cohort-work.js';
import type { TrialTask } from '../../core/trial.js';
import { networkCalled } from '../../networks/index.js';
import { createSchedule } from '../../schedules/create-schedule.js';
import { Interrupted } from '../interrupted.js';
import type { Loaded } from '../loaded.js';
import { cutOf } from '../trunk/trunk.js';
import { createBatches } from './batches.js';
import { disposeBranch, startBranch } from './branch.js';
import type { MemberReport } from './cohort-run.js';
import { type CohortHooks, type CohortRun, type End, keepGoing } from './cohort-run.js';
import { type CohortState, membersOf } from './cohort-state.js';
import { groupByStart } from './divergence.js';
import { endMembers } from './end-members.js';
import { createLedger } from './ledger.js';
import type { Member } from './member.js';
import { prepareCohort } from './prepare-cohort.js';
import { trainEpoch } from './train-epoch.js';
import { dropsRest, refuseSingleValues, usableSteps } from './usable-steps.js';
import { validateBranches } from './validate-branches.js';

/**
 * Trains the trials of a cohort in lockstep, epoch by epoch: each batch passes the frozen layers
 * once for all of them, and trials whose training is still the same are trained as one.
 *
 * Everything random is keyed and every shared number is a pure function of what it is shared for,
 * so each trial's reports and weights are those it would have alone, bit for bit.
 *
 * @throws {Interrupted} a stop was asked for before training began; later ones end the trials.
 * @throws {WeightsError | DataError} what the recipes need was not prepared.
 */
export async function trainCohort(
  loaded: Loaded,
  trials: readonly TrialTask[],
  hooks: CohortHooks,
  { keepAugmented, keep }: { readonly keepAugmented: boolean; readonly keep: number },
): Promise<CohortWork> {
  const recipe = trials[0]!.recipe.trunk; // all have the same
  const state: CohortState = { branches: [], phase: 'training' };
  const ledger = createLedger(state);
  const { pause } = hooks;
  const cohort = await prepareCohort(loaded, recipe, { meter: ledger, keepAugmented, pause });
  const images = cohort.trainRows.length;
  const batches = createBatches(cohort, recipe);
  const run: CohortRun = { cohort, batches, ledger, hooks, state, keep };

  try {
    for (const members of groupByStart(trials.map((trial, t) => toMember(trial, t, images)))) {
      for (const member of members) noteDropped(member, images, hooks);
      keepGoing(members, hooks, () => {
        refuseSingleValues(recipe, members[0]!.recipe.training.firstTrained, images);
        state.branches = [...state.branches, startBranch(cohort, members)];
      });
    }
    for (let epoch = 0; state.branches.length > 0; epoch += 1) {
      state.phase = 'training';
      trainEpoch(run, epoch);
      state.phase = 'validation';
      decide(run, epoch, validateBranches(run, epoch));
    }
    return ledger.work();
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    const interrupted: End = { how: 'interrupted' };
    endMembers(run, new Map(membersOf(state.branches).map((member) => [member, interrupted])));
    return ledger.work();
  } finally {
    for (const branch of state.branches) disposeBranch(branch);
  }
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
