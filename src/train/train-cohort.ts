import type { CohortWork, StepProgress, TrialTask } from '../core/messages.js';
import type { Verdict } from '../core/ports.js';
import type { Report, TrialOutcome } from '../core/trial.js';
import { createSchedule } from '../recipe/create-schedule.js';
import { createBatches, dropsRest, usableSteps } from './batches.js';
import { type Branch, disposeBranch, startBranch } from './branch.js';
import { groupByStart } from './divergence.js';
import { createLedger, type Ledger } from './ledger.js';
import type { Member } from './member.js';
import { prepareCohort } from './prepare-cohort.js';
import type { Room } from './room.js';
import { trainEpoch } from './train-epoch.js';
import { cutOf } from './trunk.js';
import { validateBranches } from './validate-branches.js';

/** What a cohort says and asks while it trains. */
export interface CohortHooks {
  /** Hands over an epoch's numbers. */
  report(member: Member, report: Report): void;
  /** Waits for what to do after an epoch. */
  verdict(member: Member, epoch: number): Verdict | 'interrupt';
  /** A trial ended; the others train on. */
  end(member: Member, end: End): void;
  /** A branch broke: its trials end here, unless this throws. */
  fail(members: readonly Member[], error: unknown): void;
  note(member: Member, message: string): void;
  step(members: readonly Member[], progress: StepProgress): void;
  /** @throws {Interrupted} a stop was asked for. */
  pause(): void;
}

export type End = Omit<TrialOutcome, 'trialId'>;

/**
 * Trains the trials of a cohort in lockstep, epoch by epoch: each batch passes the frozen layers
 * once for all of them, and trials whose training is still the same are trained as one.
 *
 * Everything random is keyed and every shared number is a pure function of what it is shared for,
 * so each trial's reports and weights are those it would have alone, bit for bit.
 *
 * @throws {Interrupted} a stop was asked for.
 * @throws {WeightsError | DataError} what the recipes need was not prepared.
 */
export async function trainCohort(
  room: Room,
  trials: readonly TrialTask[],
  hooks: CohortHooks,
  { keepAugmented }: { readonly keepAugmented: boolean },
): Promise<CohortWork> {
  const { recipe } = trials[0]!;
  let branches: Branch[] = [];
  let phase: 'training' | 'validation' = 'training';
  const ledger = createLedger({ present: () => membersOf(branches), phase: () => phase });
  const { pause } = hooks;
  const cohort = await prepareCohort(room, recipe, { meter: ledger, keepAugmented, pause });
  const images = cohort.trainRows.length;
  const batches = createBatches(cohort, recipe);
  const run = { cohort, batches, ledger, hooks };

  try {
    for (const members of groupByStart(trials.map((trial, t) => toMember(trial, t, images)))) {
      for (const member of members) noteDropped(member, images, hooks);
      keepGoing(members, hooks, () => branches.push(startBranch(cohort, members)));
    }
    for (let epoch = 0; branches.length > 0; epoch += 1) {
      phase = 'training';
      branches = trainEpoch(run, branches, epoch);
      phase = 'validation';
      branches = validateBranches(run, branches, epoch);
      branches = decide(branches, epoch, hooks);
    }
    return ledger.work();
  } finally {
    for (const branch of branches) disposeBranch(branch);
  }
}

/** What every part of a cohort's training works with. */
export interface CohortRun {
  readonly cohort: Awaited<ReturnType<typeof prepareCohort>>;
  readonly batches: ReturnType<typeof createBatches>;
  readonly ledger: Ledger;
  readonly hooks: CohortHooks;
}

/** Does a branch's work; where it breaks, its trials fail and the others go on. */
export function keepGoing<Result>(
  members: readonly Member[],
  hooks: Pick<CohortHooks, 'fail'>,
  work: () => Result,
): Result | undefined {
  try {
    return work();
  } catch (error) {
    hooks.fail(members, error);
    return undefined;
  }
}

/** Ends the trials that have no next epoch. All reports of the epoch were handed over before. */
function decide(branches: readonly Branch[], epoch: number, hooks: CohortHooks): Branch[] {
  const ends = new Map<Member, End>();
  for (const member of membersOf(branches)) {
    const verdict = hooks.verdict(member, epoch);
    const last = epoch + 1 >= member.recipe.epochs;
    if (last && verdict !== 'stop') ends.set(member, { state: 'finished' });
    else if (verdict === 'interrupt') ends.set(member, { state: 'interrupted' });
    else if (verdict === 'stop') {
      const message = `stopped after epoch ${epoch}`;
      ends.set(member, { state: 'stopped', error: { code: 'E_TRIAL', message } });
    }
  }
  return branches.filter((branch) => {
    const kept = branch.best === undefined ? {} : { checkpointEpoch: branch.best.epoch };
    for (const member of branch.members) {
      const end = ends.get(member);
      if (end) hooks.end(member, member.checkpoint === null ? end : { ...end, ...kept });
    }
    branch.members = branch.members.filter((member) => !ends.has(member));
    if (branch.members.length === 0) disposeBranch(branch);
    return branch.members.length > 0;
  });
}

/** By place in the cohort. */
export function membersOf(branches: readonly Branch[]): readonly Member[] {
  return branches.flatMap(({ members }) => members).sort((a, b) => a.index - b.index);
}

function toMember({ trialId, recipe, checkpoint }: TrialTask, index: number, images: number) {
  const rates = createSchedule(recipe.scheduler, {
    baseLr: recipe.learningRate,
    epochs: recipe.epochs,
    stepsPerEpoch: usableSteps(recipe, images),
  });
  return { trialId, index, recipe, cut: cutOf(recipe), rates, checkpoint };
}

function noteDropped(member: Member, images: number, { note }: CohortHooks): void {
  const { recipe } = member;
  if (!dropsRest(recipe, images)) return;
  note(
    member,
    `the last batch of each epoch (1 image) is dropped: at ${recipe.imageSize} px layer4 has one pixel, and batch norm cannot train on a single value`,
  );
}
