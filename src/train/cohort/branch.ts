import type { Metrics } from '../../core/metric.js';
import type { Head } from '../head/head.js';
import { createStepper, type Stepper } from '../step/stepper.js';
import type { Cut } from '../trunk/trunk.js';
import type { Member } from './member.js';
import type { PreparedCohort } from './prepare-cohort.js';
import { usableSteps } from './usable-steps.js';

/**
 * One state of training (weights and optimizer) and the trials whose training it is so far. They
 * part at the first step where their rates differ.
 */
export interface Branch {
  /** Trials by their place in the cohort; never empty while the branch trains. */
  members: readonly Member[];
  readonly head: Head;
  readonly stepper: Stepper;
  readonly cut: Cut;
  /** Steps of an epoch that this head trains on. */
  readonly steps: number;
  /** Those of this epoch that are taken; 0: it has not begun. */
  taken: number;
  /** Those of them that were taken when the stepper began to add up. */
  begun: number;
  /** Validation losses of the epochs so far. */
  readonly valLosses: number[];
  /** The epoch at which the metric was best. */
  best: BestEpoch | undefined;
}

export interface BestEpoch {
  readonly epoch: number;
  readonly metrics: Metrics;
  /** The weights then; null: the head still has them. */
  readonly weights: Head | null;
}

export function startBranch(cohort: PreparedCohort, members: readonly Member[]): Branch {
  const { recipe, cut } = members[0]!;
  const head = cohort.createHead(recipe.training);
  return {
    members,
    head,
    cut,
    taken: 0,
    begun: 0,
    stepper: createStepper({
      engine: cohort.engine,
      head,
      precision: recipe.trunk.precision,
      batchSize: Math.min(recipe.trunk.batchSize, cohort.trainRows.length),
      optimizer: recipe.training.optimizer,
      gradientClip: recipe.training.gradientClip,
      layerLrDecay: recipe.training.layerLrDecay,
      labelSmoothing: recipe.training.labelSmoothing,
    }),
    steps: usableSteps(recipe.trunk, recipe.training.firstTrained, cohort.trainRows.length),
    valLosses: [],
    best: undefined,
  };
}

/** A copy of the state for some of the members: memory is shared until either side steps. */
export function forkBranch(branch: Branch, members: readonly Member[]): Branch {
  const head = branch.head.fork();
  return {
    ...branch,
    members,
    head,
    stepper: branch.stepper.fork(head),
    valLosses: [...branch.valLosses],
    best: branch.best && { ...branch.best, weights: branch.best.weights?.fork() ?? null },
  };
}

/** Before its next step: keeps the best epoch's weights, in memory shared until the step. */
export function keepBest(branch: Branch): void {
  const { best, head, members } = branch;
  const wanted = members.some(({ checkpoint }) => checkpoint !== null);
  if (best && best.weights === null && wanted) branch.best = { ...best, weights: head.fork() };
}

export function disposeBranch({ stepper, head, best }: Branch): void {
  best?.weights?.dispose();
  stepper.dispose();
  head.dispose();
}
