import { type Measured, measureAll } from '../../core/metric.js';
import { supersedes } from '../../core/standing.js';
import type { Report } from '../../core/trial.js';
import { evaluateHeads } from '../evaluate-heads.js';
import type { HeadEvaluation } from '../tally.js';
import { type Branch, disposeBranch } from './branch.js';
import type { MemberReport } from './cohort-run.js';
import { type CohortRun, keepGoing } from './cohort-run.js';
import { membersOf } from './cohort-state.js';
import type { Member } from './member.js';
import { diverged } from './train-epoch.js';

/**
 * Ends an epoch: measures each branch on the validation images, keeps the weights of those at their
 * best, and gives a report per trial in the cohort's order.
 */
export function validateBranches(run: CohortRun, epoch: number): readonly MemberReport[] {
  const { cohort, ledger, hooks, state } = run;
  if (state.branches.length === 0) return [];
  const { engine, val, classes } = cohort;
  const measured = evaluateHeads(engine, state.branches, val, classes, hooks.pause);
  const numbers = new Map<Member, BranchNumbers>();
  state.branches = state.branches.filter((branch, b) => {
    const { members } = branch;
    ledger.spend(measured[b]!.seconds, members, 'validation');
    const closed = keepGoing(members, hooks, () => close(run, branch, measured[b]!, epoch));
    if (closed) for (const member of members) numbers.set(member, closed);
    else disposeBranch(branch);
    return closed;
  });
  return membersOf(state.branches).map((member) => {
    return { member, report: toReport(run, member, numbers.get(member)!) };
  });
}

/** What all trials of a branch report alike. */
interface BranchNumbers extends Pick<Report, 'epoch' | 'learningRate'> {
  readonly rights: Uint8Array;
  readonly measured: Omit<Measured, 'cost'>;
  /** Numbers that train. */
  readonly parameters: number;
  readonly images: number;
  readonly firstTrial: number;
}

/** Takes an epoch's numbers into the branch; null: it diverged, and its trials have ended. */
function close(
  { hooks }: CohortRun,
  branch: Branch,
  val: HeadEvaluation,
  epoch: number,
): BranchNumbers | null {
  const { members, head, steps, stepper, valLosses } = branch;
  const totals = stepper.totals();
  const { rates, recipe, trialId } = members[0]!;
  if (!Number.isFinite(val.loss)) {
    const end = diverged('validation', val.loss, epoch, steps - 1);
    for (const member of members) hooks.end(member, end);
    return null;
  }
  const measured = {
    train: { loss: totals.loss / totals.images, accuracy: totals.correct / totals.images },
    val,
  };
  const parameters = [...head.trained.values()].reduce((sum, { size }) => sum + size, 0);
  const numbers = {
    epoch,
    measured,
    parameters,
    learningRate: rates(epoch, 0, valLosses).lr,
    rights: val.rights,
    images: totals.images,
    firstTrial: trialId,
  };
  valLosses.push(val.loss);
  branch.taken = 0;
  const { metric, rule } = recipe.judged;
  // Time is each trial's own: none of a branch is judged by it.
  const metrics = measureAll({ ...measured, cost: { seconds: Number.NaN, parameters } });
  if (branch.best === undefined || supersedes({ metrics }, branch.best, metric, rule)) {
    branch.best?.weights?.dispose();
    branch.best = { epoch, metrics, weights: null };
  }
  return numbers;
}

function toReport({ cohort, ledger }: CohortRun, member: Member, numbers: BranchNumbers): Report {
  const { epoch, learningRate, measured, parameters, rights, images, firstTrial } = numbers;
  const { seconds, soloSeconds, trainSeconds, soloBefore } = ledger.close(member);
  return {
    epoch,
    metrics: measureAll({ ...measured, cost: { seconds: soloBefore + soloSeconds, parameters } }),
    learningRate,
    seconds,
    soloSeconds,
    sharedWith: firstTrial === member.trialId ? null : firstTrial,
    imagesPerSecond: images / trainSeconds,
    peakMemoryBytes: cohort.engine.peakMemoryBytes(),
    rights,
  };
}
