import { createHash } from 'node:crypto';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LazyTensor } from '../../../assets/tensor-files/safetensors-stream.js';
import type { Metrics } from '../../../core/metric.js';
import type { Recipe } from '../../../core/recipe.js';
import type { HeadTensors } from '../../head/head.js';
import type { Totals } from '../../step/totals.js';
import type { Branch } from '../branch.js';
import { membersOf } from '../cohort-state.js';
import type { EpochTime, Ledger } from '../ledger.js';

/** All of a branch's training that is no tensor. JSON keeps each number to the bit. */
export interface BranchRecord {
  /** In the branch's order. */
  readonly trials: readonly MemberRecord[];
  /** Steps of the epoch that are taken. */
  readonly taken: number;
  readonly totals: Totals;
  readonly valLosses: readonly number[];
  readonly best: {
    readonly epoch: number;
    /** Null stands for what is no number. */
    readonly metrics: Readonly<Record<keyof Metrics, number | null>>;
    /** Its weights lie in the file, too; else the branch itself still has them. */
    readonly kept: boolean;
  } | null;
}

export interface MemberRecord {
  readonly id: number;
  /** Names its recipe. */
  readonly recipe: string;
  readonly time: EpochTime;
}

export interface CohortRecord {
  readonly format: typeof FORMAT;
  /** Whole epochs. */
  readonly epoch: number;
  /** Whether weights of best epochs were kept. */
  readonly keeps: boolean;
  readonly branches: readonly BranchRecord[];
}

/** Changes with what a snapshot holds: those of another format cannot be gone on from. */
export const FORMAT = 'thaw-snapshot-1';

/** Parts of a branch's tensors, in files: `3/slots/fc.weight/momentum_buffer`. */
const PARTS = ['trained', 'running', 'slots', 'best'] as const;

/** A cohort's training between two steps. Tensors are read only when they are asked for. */
export interface CohortSnapshot {
  readonly record: CohortRecord;
  readonly tensors: ReadonlyMap<string, LazyTensor>;
}

export function cohortSnapshot(
  branches: readonly Branch[],
  epoch: number,
  ledger: Pick<Ledger, 'open'>,
): CohortSnapshot {
  const tensors = new Map<string, LazyTensor>();
  branches.forEach((branch, b) => {
    const { trained, running, slots } = branch.stepper.state;
    const parts = { trained, running, slots, best: new Map(bestTensors(branch)) };
    for (const part of PARTS) {
      for (const [name, tensor] of parts[part]) tensors.set(`${b}/${part}/${name}`, lazy(tensor));
    }
  });
  const keeps = membersOf(branches).some(({ checkpoint }) => checkpoint !== null);
  const records = branches.map((branch) => recordOf(branch, ledger));
  return { record: { format: FORMAT, epoch, keeps, branches: records }, tensors };
}

/** Names a recipe, briefly, wherever its images and weights lie: they may move, and stay the same. */
export function recipeKey({ trunk, ...rest }: Recipe): string {
  const { source: _, ...data } = trunk.data;
  const { weights: __, ...model } = trunk.model;
  const placeless = { ...rest, trunk: { ...trunk, data, model } };
  return createHash('sha256').update(JSON.stringify(placeless)).digest('hex').slice(0, 16);
}

function recordOf(branch: Branch, { open }: Pick<Ledger, 'open'>): BranchRecord {
  const { members, taken, valLosses, best, stepper } = branch;
  const { loss, correct, images } = stepper.totals();
  return {
    trials: members.map((member) => ({
      id: member.trialId,
      recipe: recipeKey(member.recipe),
      time: open(member),
    })),
    taken,
    totals: { loss, correct, images },
    valLosses,
    best: best ? { epoch: best.epoch, metrics: best.metrics, kept: best.weights !== null } : null,
  };
}

function bestTensors({ best }: Branch): Iterable<readonly [string, Tensor]> {
  const weights: HeadTensors | null = best?.weights ?? null;
  return weights ? [...weights.trained, ...weights.running] : [];
}

function lazy(tensor: Tensor): LazyTensor {
  return { shape: tensor.shape, read: () => tensor.dataSync<'float32'>() };
}
