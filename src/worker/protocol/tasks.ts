import type { MessagePort } from 'node:worker_threads';
import type { BackendInfo } from '../../core/backend-info.js';
import type { CohortWork } from '../../core/cohort-work.js';
import type { Split } from '../../core/data/contents.js';
import type { Evaluation, Prediction, UnreadImage } from '../../core/evaluation.js';
import type { DrawnImage, Judged, Looked, WaysOfImages } from '../../core/looking/looked.js';
import type { DataListing } from '../../core/prints/data-listing.js';
import type { KeptFile } from '../../core/prints/fingerprint.js';
import type { Recipe, TrunkRecipe } from '../../core/recipe.js';
import type { SnapshotOrders, SnapshotSource } from '../../core/snapshots/snapshot.js';
import type { DataSpec, ModelSpec } from '../../core/sweep.js';
import type { TrialTask } from '../../core/trial.js';

/**
 * The thread protocol: the tasks a worker (`worker/worker.ts`) exports by name, and what it sends
 * while one runs. Plain data but for the port and the shared memory.
 */
export interface Tasks {
  /** Says what trials will be made of. */
  identify(task: IdentifyTask): Promise<Identified>;
  /** Fetches and checks what trials will need, so that nothing is missing in the middle. */
  prepare(task: PrepareTask): Promise<Prepared>;
  /** Trains a cohort in lockstep. Each trial's outcome is sent as a message when it ends. */
  train(task: CohortTask): Promise<CohortWork>;
  /** Loads a backend and, if asked, times it. */
  probe(task: ProbeTask): Promise<BackendInfo>;
  /** Writes a trial's whole network as `.safetensors` in torchvision's names; gives its SHA-256. */
  exportWeights(task: ExportTask): Promise<string>;
  /** Reads the test split. */
  evaluate(task: EvaluateTask): Promise<Evaluation>;
  /** Classifies images that come by the port, until there are no more, and answers in their order. */
  predict(task: PredictTask): Promise<void>;
  /** Looks at the images of a sweep, as they are and as its trials will see them. */
  look(task: LookTask): Promise<Looked>;
  /** Says what a trial's network makes of each image that it was validated on. */
  judge(task: JudgeTask): Promise<Judged>;
  /** Draws images of a source, each list in its order. */
  draw(task: DrawTask): Promise<readonly (readonly DrawnImage[])[]>;
}

/** What the main thread knows about where things lie; the worker reads no settings of its own. */
export interface Setting {
  /** Folder that holds weights, data and backends fetched once. */
  readonly cacheDir: string;
  /** A backend's name; never `auto`. */
  readonly backend: string;
}

export interface IdentifyTask extends Setting {
  readonly data: DataSpec | null;
  readonly model: ModelSpec | null;
  /** Worker → main: `Progress` messages. */
  readonly port: MessagePort;
}

export interface Identified {
  /** SHA-256 of the listing, hex, and the listing; null: not asked for. */
  readonly data: { readonly digest: string; readonly listing: DataListing } | null;
  /** What tells the weights from others; null: there is no such file, or not asked for. */
  readonly weights: string | null;
}

export interface PrepareTask extends Setting {
  readonly data: DataSpec | null;
  readonly model: ModelSpec | null;
  /** Leave out images that cannot be read and count them, instead of stopping. */
  readonly skipBad: boolean;
  /** Of the draw of training and validation images: what is told of them depends on it. */
  readonly seed: number;
  /** Worker → main: `Progress` messages. */
  readonly port: MessagePort;
}

export interface Prepared {
  readonly classNames: readonly string[] | null;
  /** Images in each split of the source, after broken ones were left out. */
  readonly available: {
    readonly train: number;
    readonly val: number;
    readonly test: number;
  } | null;
  /** Paths of images that were left out because they cannot be read. */
  readonly skipped: readonly string[];
  /** What else a user should know: what weights were taken for, what is not read, copies. */
  readonly notes: readonly string[];
}

export interface CohortTask extends Setting {
  readonly trials: readonly TrialTask[];
  readonly classNames: readonly string[];
  /** Of the images that the run began with; null: not known. */
  readonly dataDigest: string | null;
  /** Bytes of frozen outputs this worker may keep between tasks. */
  readonly cacheBytes: number;
  /** Path that names no file: frozen outputs that don't fit go to files named after it. */
  readonly spill: string | null;
  /** How many trials' weights the sweep keeps. */
  readonly keep: number;
  /** Where its training goes on from; null: from the beginning. */
  readonly from: SnapshotSource | null;
  /** When to take snapshots of it; null: never. */
  readonly snapshots: SnapshotOrders | null;
  /** Where to write how far it is, for whoever finds the process dead; null: nowhere. */
  readonly placeFile: string | null;
  /** A cohort with the same trunk key waits for this worker. */
  readonly followed: boolean;
  /** False: nothing that an earlier task kept is used. */
  readonly sharing: boolean;
  /** Shared memory of a `Control` (control.ts beside this): stop requests and verdicts. */
  readonly control: SharedArrayBuffer;
  /** Worker → main: `TrainMessage`s. Drain it before reading the result: the result may overtake. */
  readonly port: MessagePort;
}

export interface ProbeTask extends Setting {
  /** Also measure images per second, forward and training (some seconds; needs no weights). */
  readonly measure: boolean;
}

/** A trial's network: its recipe, and what it trained. */
export interface TrainedNetwork {
  readonly recipe: Recipe;
  readonly classNames: readonly string[];
  /** Null: the recipe's weights are the trained network itself. */
  readonly checkpoint: KeptFile | null;
}

export interface ExportTask extends Setting, TrainedNetwork {
  readonly output: string;
  /** Put into the file's metadata as they are. */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface EvaluateTask extends Setting, TrainedNetwork {
  readonly split: 'test';
  readonly port: MessagePort;
}

export interface PredictTask extends Setting, TrainedNetwork {
  /** Classes to name per image. */
  readonly top: number;
  /** Main → worker: `ImageToPredict`s, then null. Worker → main: lists of `Predicted`, then null. */
  readonly port: MessagePort;
}

/** An absolute path, or what is known to be none; that is answered as it is, in its turn. */
export type ImageToPredict = { readonly image: string } | UnreadImage;

export type Predicted = Prediction | UnreadImage;

export interface LookTask extends Setting {
  /** Prepared. */
  readonly data: DataSpec;
  readonly model: ModelSpec;
  readonly seed: number;
  readonly ways: WaysOfImages;
  readonly port: MessagePort;
}

export interface JudgeTask extends Setting, TrainedNetwork {
  readonly port: MessagePort;
}

export interface DrawTask extends Setting {
  /** Of whose recipe images are augmented. */
  readonly trunk: TrunkRecipe;
  readonly lists: readonly DrawList[];
}

/** Images to draw: rows of a split as they are, or training images as an epoch sees them. */
export type DrawList =
  | { readonly split: Split; readonly rows: readonly number[] }
  /** The first so many that it trains on; `epoch` null: as they are. */
  | { readonly first: number; readonly epoch: number | null };
