import type { MessagePort } from 'node:worker_threads';
import type { CohortWork } from './cohort-work.js';
import type { Precision, Recipe } from './recipe.js';
import type { DataSpec, ModelSpec } from './sweep.js';
import type { Report, TrialOutcome } from './trial.js';

/**
 * The thread protocol: the tasks a worker (`train/worker.ts`) exports by name, and what it sends
 * while one runs. Plain data but for the port and the shared memory.
 */
export interface Tasks {
  /** Fetches and checks what trials will need, so that nothing is missing in the middle. */
  prepare(task: PrepareTask): Promise<Prepared>;
  /** Trains a cohort in lockstep. Each trial's outcome is sent as a message when it ends. */
  train(task: CohortTask): Promise<CohortWork>;
  /** Loads a backend and, if asked, times a forward pass. */
  probe(task: ProbeTask): Promise<BackendInfo>;
  /** Writes a trial's whole network as `.safetensors` in torchvision's names. */
  exportWeights(task: ExportTask): Promise<void>;
  /** Reads the test split. */
  evaluate(task: EvaluateTask): Promise<Evaluation>;
  predict(task: PredictTask): Promise<readonly Prediction[]>;
}

/** What the main thread knows about where things lie; the worker reads no settings of its own. */
export interface Setting {
  /** Folder that holds weights, data and backends fetched once. */
  readonly cacheDir: string;
  /** A backend's name; never `auto`. */
  readonly backend: string;
}

export interface PrepareTask extends Setting {
  readonly data: DataSpec | null;
  readonly model: ModelSpec | null;
  /** Leave broken images out and count them, instead of stopping at the first. */
  readonly skipBad: boolean;
  /** Worker → main: `Progress` messages. */
  readonly port: MessagePort;
}

export interface Prepared {
  readonly classNames: readonly string[] | null;
  /** Images in each split of the source, after broken ones were left out. */
  readonly available: { readonly train: number; readonly test: number } | null;
  /** Paths of broken images that were left out. */
  readonly skipped: readonly string[];
  /** What else a user should know of the source: files that are no images, folders not read. */
  readonly notes: readonly string[];
}

/** One line of progress on long work. `done` and `total` in `unit`; total null while unknown. */
export interface Progress {
  readonly type: 'progress';
  readonly label: string;
  readonly done: number;
  readonly total: number | null;
  readonly unit: 'bytes' | 'images';
}

export interface TrialTask {
  readonly trialId: number;
  readonly recipe: Recipe;
  /** Where the best epoch's trained tensors go if they may be among those kept; null: nowhere. */
  readonly checkpoint: string | null;
}

export interface CohortTask extends Setting {
  readonly trials: readonly TrialTask[];
  readonly classNames: readonly string[];
  /** Bytes of frozen outputs this worker may keep between tasks. */
  readonly cacheBytes: number;
  /** Path that names no file: frozen outputs that don't fit go to files named after it. */
  readonly spill: string | null;
  /** How many trials' weights the sweep keeps. */
  readonly keep: number;
  /** A cohort with the same trunk key waits for this worker. */
  readonly followed: boolean;
  /** False: nothing that an earlier task kept is used. */
  readonly sharing: boolean;
  /** Shared memory of a `Control` (core/control.ts): stop requests and verdicts. */
  readonly control: SharedArrayBuffer;
  /** Worker → main: `TrainMessage`s. Drain it before reading the result: the result may overtake. */
  readonly port: MessagePort;
}

export type TrainMessage =
  /** One per trial per epoch; the worker then waits for that epoch's verdict. */
  | { readonly type: 'report'; readonly trialId: number; readonly report: Report }
  /** One per trial, when it ends: others may train on. */
  | { readonly type: 'end'; readonly outcome: TrialOutcome }
  /** Something worth an event row: a dropped partial batch, a clipped cache. */
  | { readonly type: 'note'; readonly trialId: number; readonly message: string }
  /** Progress inside an epoch, at most a few a second. */
  | {
      readonly type: 'step';
      readonly trialIds: readonly number[];
      readonly progress: StepProgress;
    };

/** `step` steps of `steps` are done in `epoch` (from 0); `epochs`: those of the longest trial. */
export interface StepProgress {
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly steps: number;
}

export interface ProbeTask extends Setting {
  /** Also measure forward images per second at 64 px (takes some seconds; needs no weights). */
  readonly measure: boolean;
}

export interface BackendInfo {
  readonly backend: string;
  /** `NVIDIA H100`, `CPU, 2 threads`. */
  readonly device: string;
  readonly kind: 'gpu' | 'cpu';
  /** Total bytes of the device's memory, if it can be known. */
  readonly memoryBytes: number | null;
  readonly version: string;
  /** What frozen layers can compute with, on this machine. */
  readonly precisions: readonly Precision[];
  readonly imagesPerSecond: number | null;
}

export interface ExportTask extends Setting {
  readonly recipe: Recipe;
  readonly classNames: readonly string[];
  readonly checkpoint: string;
  readonly output: string;
  /** Put into the file's metadata as they are. */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface EvaluateTask extends Setting {
  readonly recipe: Recipe;
  readonly classNames: readonly string[];
  readonly checkpoint: string;
  readonly split: 'test';
  readonly port: MessagePort;
}

export interface Evaluation {
  readonly images: number;
  readonly loss: number;
  readonly accuracy: number;
  /** Row: true class; column: predicted class. */
  readonly confusion: readonly (readonly number[])[];
}

export interface PredictTask extends Setting {
  readonly recipe: Recipe;
  readonly classNames: readonly string[];
  readonly checkpoint: string;
  readonly images: readonly string[];
  readonly top: number;
}

export interface Prediction {
  readonly image: string;
  readonly classes: readonly { readonly name: string; readonly probability: number }[];
}
