import type { Tensor } from '@tensorflow/tfjs-core';
import { unitCosts } from '../../networks/costs.js';
import { NOTHING } from '../step/totals.js';
import { cutName, sortCuts } from '../trunk/trunk.js';
import type { TrainingBatch } from './batches/batches.js';
import { type Branch, disposeBranch, forkBranch, keepBest } from './branch.js';
import { type CohortRun, type End, keepGoing } from './cohort-run.js';
import { membersOf } from './cohort-state.js';
import { groupByRates } from './divergence.js';

/**
 * Trains all branches through an epoch, or what is left of it, step by step, forking those whose
 * trials part.
 */
export function trainEpoch(run: CohortRun, epoch: number): void {
  takeSteps(run, epoch);
  settle(run, epoch, false);
}

function takeSteps(run: CohortRun, epoch: number): void {
  const { batches, hooks, cohort, state, snapshots } = run;
  for (const branch of state.branches) {
    if (branch.taken > 0) continue;
    branch.stepper.begin(NOTHING);
    branch.begun = 0;
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
    drawDropout(run, active, epoch, step);
    try {
      for (const branch of active) {
        hooks.pause();
        const features = batch.features[cuts.findIndex((cut) => isAt(branch, cutName(cut)))]!;
        const done = keepGoing(branch.members, hooks, () => {
          trainStep(run, branch, { ...batch, features }, epoch, step);
          return true;
        });
        if (!done) remove(run, branch);
      }
    } finally {
      cohort.engine.tf.dispose([...batch.features, batch.labels]);
    }
    settle(run, epoch, (step + 1) % AHEAD !== 0);
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

/** Draws the step's dropout, once for all branches that have any. */
function drawDropout(
  { dropout, ledger }: CohortRun,
  active: readonly Branch[],
  epoch: number,
  step: number,
): void {
  const users = membersOf(active).filter(({ recipe }) => recipe.training.dropout > 0);
  if (users.length === 0) return;
  const started = performance.now();
  dropout.draw({ epoch, step });
  ledger.spend((performance.now() - started) / 1000, users, 'training');
}

interface BranchBatch extends Omit<TrainingBatch, 'features'> {
  /** At the branch's cut. */
  readonly features: Tensor;
}

/**
 * Steps that a device may be ahead of its losses: enough that reading them costs nothing, and few
 * enough that a stop, or a loss that is no number, is noticed within a second.
 */
const AHEAD = 16;

/** Ends the trials whose loss is no longer a number; `ahead`: only those of which that is known. */
function settle(run: CohortRun, epoch: number, ahead: boolean): void {
  const { state, hooks } = run;
  const known = state.branches.filter(({ stepper }) => !(ahead && stepper.runsAhead));
  const started = performance.now();
  const broken = known.map(({ stepper }) => stepper.totals().broke);
  const waited = (performance.now() - started) / 1000;
  if (known.some(({ stepper }) => stepper.runsAhead)) spendWaiting(run, known, waited);
  for (const [b, branch] of known.entries()) {
    const { members, begun } = branch;
    const broke = broken[b];
    if (!broke) continue;
    for (const member of members) {
      hooks.end(member, diverged('training', broke.loss, epoch, begun + broke.steps));
    }
    remove(run, branch);
  }
}

/** A device is waited for once for all: each branch has its share by the work of its layers. */
function spendWaiting(
  { cohort, ledger }: CohortRun,
  branches: readonly Branch[],
  seconds: number,
): void {
  const works = branches.map(({ members, cut }) => {
    const costs = unitCosts(cohort.network, members[0]!.recipe.trunk);
    return costs.slice(cut.unit).reduce((sum, cost) => sum + cost, 0);
  });
  const all = works.reduce((sum, work) => sum + work, 0);
  branches.forEach(({ members }, b) => {
    ledger.spend((seconds * works[b]!) / all, members, 'training');
  });
}

/** One step of one branch. */
function trainStep(
  { cohort, dropout, ledger }: CohortRun,
  branch: Branch,
  { features, labels, size }: BranchBatch,
  epoch: number,
  step: number,
): void {
  const { tf } = cohort.engine;
  const { members, stepper, valLosses } = branch;
  const { recipe, rates } = members[0]!;
  const started = performance.now();
  const ratesAt = (at: number) => {
    return { ...rates(epoch, at, valLosses), step: epoch * branch.steps + at };
  };
  const later = (steps: number) => (step + steps < branch.steps ? ratesAt(step + steps) : null);
  // The scope frees what a step that throws leaves behind.
  tf.tidy(() => {
    const p = recipe.training.dropout;
    const mask = p > 0 ? dropout.mask({ epoch, step }, p) : null;
    stepper.step({ features, labels, mask, rates: ratesAt(step), later });
  });
  ledger.spend((performance.now() - started) / 1000, members, 'training');
  ledger.trained(size, members);
  branch.taken = step + 1;
}

/** How a trial ends whose loss is no longer a number. */
export function diverged(what: string, loss: number, epoch: number, step: number): End {
  const message = `${what} loss became ${loss} in epoch ${epoch}, step ${step}; a lower learning rate, warmup_epochs or gradient_clip may help`;
  return { how: 'diverged', error: { code: 'E_TRIAL', message } };
}
