import type { Tensor } from '@tensorflow/tfjs-core';
import { cutName, sortCuts } from '../trunk/trunk.js';
import type { TrainingBatch } from './batches.js';
import { type Branch, disposeBranch, forkBranch, keepBest, NOTHING } from './branch.js';
import { type CohortRun, type End, keepGoing } from './cohort-run.js';
import { membersOf } from './cohort-state.js';
import { groupByRates } from './divergence.js';
import { type StepDropout, stepDropout } from './step-dropout.js';

/**
 * Trains all branches through an epoch, or what is left of it, step by step, forking those whose
 * trials part.
 */
export function trainEpoch(run: CohortRun, epoch: number): void {
  const { batches, hooks, cohort, state, snapshots } = run;
  for (const branch of state.branches) {
    if (branch.taken > 0) continue;
    branch.totals = NOTHING;
    keepBest(branch);
  }

  // Some may be a step ahead, if a stop came between two branches.
  const first = Math.min(...state.branches.map(({ taken }) => taken));
  for (let step = first; step < batches.stepsPerEpoch && state.branches.length > 0; step += 1) {
    hooks.pause();
    if (step > first) snapshots?.offer(state.branches, epoch, 'step');
    state.branches = state.branches.flatMap((branch) => fork(run, branch, epoch, step));
    const active = state.branches.filter(({ steps, taken }) => taken <= step && step < steps);
    if (active.length === 0) return; // only heads that leave the last batch out
    const cuts = sortCuts(active.map(({ cut }) => cut));
    const batch = batches.next(epoch, step, cuts);
    const dropout = drawDropout(run, active, batch.size, epoch, step);
    try {
      for (const branch of active) {
        hooks.pause();
        const features = batch.features[cuts.findIndex((cut) => isAt(branch, cutName(cut)))]!;
        const goesOn = keepGoing(branch.members, hooks, () =>
          trainStep(run, branch, { ...batch, features, dropout }, epoch, step),
        );
        if (!goesOn) remove(run, branch);
      }
    } finally {
      cohort.engine.tf.dispose([...batch.features, batch.labels]);
      dropout?.dispose();
    }
    const members = membersOf(state.branches);
    if (members.length === 0) return;
    const epochs = Math.max(...members.map(({ recipe }) => recipe.pace.epochs));
    hooks.step(members, { epoch, epochs, step: step + 1, steps: batches.stepsPerEpoch });
  }
}

function remove({ state }: CohortRun, branch: Branch): void {
  disposeBranch(branch);
  state.branches = state.branches.filter((each) => each !== branch);
}

function isAt({ cut }: Branch, name: string): boolean {
  return cutName(cut) === name;
}

/** The branch and those that leave it here: the first of its trials stay on it. */
function fork({ hooks }: CohortRun, branch: Branch, epoch: number, step: number): Branch[] {
  if (step >= branch.steps) return [branch];
  const [stay, ...leave] = groupByRates(branch.members, epoch, step, branch.valLosses);
  const forks = leave.map((members) =>
    keepGoing(members, hooks, () => forkBranch(branch, members)),
  );
  branch.members = stay!;
  return [branch, ...forks.filter((each) => each !== undefined)];
}

/** The step's dropout, drawn once for all branches that have any; undefined: none has. */
function drawDropout(
  { cohort, ledger }: CohortRun,
  active: readonly Branch[],
  size: number,
  epoch: number,
  step: number,
): StepDropout | undefined {
  const users = membersOf(active).filter(({ recipe }) => recipe.training.dropout > 0);
  if (users.length === 0) return undefined;
  const {
    engine: { tf },
    network,
  } = cohort;
  const started = performance.now();
  const dropout = stepDropout(tf, users[0]!.recipe.trunk, [size, network.features], epoch, step);
  ledger.spend((performance.now() - started) / 1000, users, 'training');
  return dropout;
}

interface BranchBatch extends Omit<TrainingBatch, 'features'> {
  /** At the branch's cut. */
  readonly features: Tensor;
  readonly dropout: StepDropout | undefined;
}

/** One step of one branch; false: it diverged, and its trials have ended. */
function trainStep(
  { cohort, ledger, hooks }: CohortRun,
  branch: Branch,
  { features, labels, size, dropout }: BranchBatch,
  epoch: number,
  step: number,
): boolean {
  const { tf } = cohort.engine;
  const { members, stepper, valLosses, totals } = branch;
  const { recipe, rates } = members[0]!;
  const started = performance.now();
  const stepRates = { ...rates(epoch, step, valLosses), step: epoch * branch.steps + step };
  // The scope frees what a step that throws leaves behind.
  let result = { loss: Number.NaN, correct: 0 };
  tf.tidy(() => {
    const p = recipe.training.dropout;
    const mask = p > 0 ? dropout!.mask(p) : null;
    result = stepper.step({ features, labels, mask, rates: stepRates });
  });
  ledger.spend((performance.now() - started) / 1000, members, 'training');
  ledger.trained(size, members);
  if (!Number.isFinite(result.loss)) {
    for (const member of members) hooks.end(member, diverged('training', result.loss, epoch, step));
    return false;
  }
  branch.taken = step + 1;
  branch.totals = {
    loss: totals.loss + result.loss * size,
    correct: totals.correct + result.correct,
    images: totals.images + size,
  };
  return true;
}

/** How a trial ends whose loss is no longer a number. */
export function diverged(what: string, loss: number, epoch: number, step: number): End {
  const message = `${what} loss became ${loss} in epoch ${epoch}, step ${step}; a lower learning rate, warmup_epochs or gradient_clip may help`;
  return { how: 'diverged', error: { code: 'E_TRIAL', message } };
}
