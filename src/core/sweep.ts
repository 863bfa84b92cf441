import type { DevicesWanted } from './devices/device.js';
import type { Choice } from './json.js';
import type { Metric } from './metric.js';
import type { SnapshotRule } from './snapshots/snapshot-rule.js';
import type { Params, SearchSpace } from './space.js';
import type { Objective } from './study/objective.js';
import type { Repeats } from './study/repeats.js';
import type { WarmStart } from './study/warm-start.js';

/** Which images, and how many. Counts are resolved: fractions are gone. */
export interface DataSpec {
  /** `cifar10`, or the absolute path of a folder of images by class. */
  readonly source: string;
  /** Images drawn from the training split to train on, stratified by class, keyed by the seed. */
  readonly train: number;
  /** Images drawn from the training split to validate on; disjoint from `train`. */
  readonly val: number;
  /** `folder`: the images to validate on are all of the source's own validation split instead. */
  readonly valFrom?: 'folder';
  /** Side in pixels that images of a folder are decoded to once: their native size. */
  readonly decodeSize: number;
}

export interface ModelSpec {
  /** A network by its name in the registry. */
  readonly architecture: string;
  /** `imagenet`, `random`, or the absolute path of a `.safetensors` file. */
  readonly weights: string;
  /** Where a file holds several networks: what the names of the one that is meant begin with. */
  readonly prefix?: string;
}

/** What becomes of trials that run when a budget is used up; a trial's own `finish`: its epoch. */
export type AtBudget = 'stop' | 'finish';

export interface Budget {
  /** Milliseconds after which no trial starts; null: none. */
  readonly wallMs: number | null;
  readonly onWall: AtBudget;
  /** Milliseconds one trial may take; null: none. */
  readonly trialMs: number | null;
  readonly onTrial: AtBudget;
  /** Bytes that the sweep's files may take; null: any. */
  readonly diskBytes: number | null;
  readonly onDisk: AtBudget;
}

/** Where a sweep sets none. */
export const NO_BUDGET: Budget = {
  wallMs: null,
  onWall: 'stop',
  trialMs: null,
  onTrial: 'stop',
  diskBytes: null,
  onDisk: 'stop',
};

/** Tries after the first where a sweep does not say how many. */
export const RETRIES = 2;

/** A sweep file, resolved: every key present, every default applied, frozen, plain data. */
export interface SweepSpec {
  readonly name: string;
  readonly description: string | null;
  /** The sampler and its options. */
  readonly method: Choice;
  readonly metric: Metric;
  /** What is compared beside `metric`, which comes first; one alone: trials are ranked by it only. */
  readonly objectives: readonly [Objective, ...Objective[]];
  readonly space: SearchSpace;
  /** Expressions over parameters (`search/expressions/`) that hold for every point. */
  readonly constraints: readonly string[];
  /** Points that are tried before the sampler's own. */
  readonly points: readonly Params[];
  /** Null: the sampler begins knowing nothing. */
  readonly warmStart: WarmStart | null;
  readonly repeats: Repeats;
  /** `prefer`: of points as promising, samplers that look take those that share work. */
  readonly sharing: 'prefer' | 'ignore';
  /** Total number of trials; null: until the sampler is exhausted. */
  readonly runCap: number | null;
  readonly seed: number;
  /** Parameters the file leaves out take these: `epochs`, `image_size` and kin, see config/. */
  readonly defaults: { readonly epochs: number; readonly imageSize: number };
  readonly data: DataSpec;
  readonly model: ModelSpec;
  /** Named augmentation sets of the file: transforms with all options resolved. */
  readonly augmentations: Readonly<Record<string, readonly Choice[]>>;
  /** `auto`, or a backend's name. */
  readonly backend: string;
  readonly workers: number | 'auto';
  /** GPUs to train on. Absent, in what older programs stored: `auto`. */
  readonly devices?: DevicesWanted;
  /** Whether trials on a GPU are to have equal bits each time. Absent, as `devices`: true. */
  readonly exact?: boolean;
  /** Bytes that all workers together may take. */
  readonly memory: number | 'auto';
  readonly order: 'declared' | 'shuffled';
  readonly budget: Budget;
  /** How often a trial that the machine failed is tried again. */
  readonly retries: number;
  /** The pruner and its options; null: none. */
  readonly earlyTerminate: Choice | null;
  /** How many of the best trials' weights stay on disk. */
  readonly keep: number;
  /** When training is kept as it is, to go on from after a stop or a crash; null: never. */
  readonly checkpoint: SnapshotRule | null;
}

/** A spec as an older program stored it: keys that came later may be missing. */
export type OlderSpec = Omit<SweepSpec, LaterKeys | 'budget'> &
  Partial<Pick<SweepSpec, LaterKeys>> & { readonly budget: OlderBudget };

type LaterKeys =
  | 'memory'
  | 'checkpoint'
  | 'retries'
  | 'objectives'
  | 'constraints'
  | 'points'
  | 'warmStart'
  | 'repeats'
  | 'sharing';
type OlderBudget = Pick<Budget, 'wallMs' | 'trialMs'> & Partial<Budget>;
