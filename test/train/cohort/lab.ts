import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { datasetFor } from '../../../src/assets/datasets/index.js';
import { recipeFor } from '../../../src/config/recipe-for.js';
import type { CohortWork } from '../../../src/core/cohort-work.js';
import { rngFor } from '../../../src/core/random.js';
import type {
  MadeSnapshot,
  SnapshotOrders,
  SnapshotSource,
} from '../../../src/core/snapshots/snapshot.js';
import type { Params } from '../../../src/core/space.js';
import type { Report } from '../../../src/core/trial.js';
import type { Engine } from '../../../src/device/backend.js';
import type { CohortHooks } from '../../../src/train/cohort/cohort-run.js';
import { trainCohort } from '../../../src/train/cohort/train-cohort.js';
import type { PreparedOn } from '../../../src/train/input/network-input.js';
import { Interrupted } from '../../../src/train/interrupted.js';
import { createLoaded, type Loaded } from '../../../src/train/loaded.js';
import { fakeSpec } from '../../fakes/specs.js';

/** How one trial ended, without times. */
export interface Trained {
  readonly reports: readonly Omit<Report, Times>[];
  readonly state: string;
  /** Hash of the best epoch's weights as they lie on disk; null: none were kept. */
  readonly weights: string | null;
}

type Times = 'seconds' | 'soloSeconds' | 'imagesPerSecond' | 'peakMemoryBytes' | 'sharedWith';

export interface Lab {
  /** Trains these trials as one cohort. */
  train(params: readonly Params[], how?: How): Promise<LabResult>;
  /** Tensors that are alive. */
  tensors(): number;
  close(): void;
}

export interface How {
  /** Epochs after which a trial, by place, is told to stop. */
  readonly stops?: ReadonlyMap<number, number>;
  /** The same of trials that are told to pause. */
  readonly pauses?: ReadonlyMap<number, number>;
  readonly keepAugmented?: boolean;
  /** How many trials' weights to write. Default: all. */
  readonly keep?: number;
  /** Asks to stop after so many calls of `pause`. */
  readonly interruptAfter?: number;
  /** Bytes for kept outputs, and whether others go to a file. Default: plenty. */
  readonly cacheBytes?: number;
  readonly spill?: boolean;
  /** Where to go on from, and when to take snapshots. */
  readonly from?: SnapshotSource | null;
  readonly orders?: SnapshotOrders | null;
  readonly onSnapshot?: (made: MadeSnapshot) => void;
  /** Trials, by place, that have ended and are not there. */
  readonly without?: ReadonlySet<number>;
  /** Threads that augment ahead. Default: none. */
  readonly threads?: number;
  /** Keep what earlier cohorts left. */
  readonly warm?: boolean;
}

export interface LabResult {
  readonly trials: readonly Trained[];
  readonly reports: readonly (readonly Report[])[];
  /** Why trials ended, by place; null: they did what they were to do. */
  readonly errors: readonly (string | null)[];
  readonly work: CohortWork;
}

/** Trains tiny cohorts of real networks, with random weights, on `images` images of noise. */
export async function openLab(
  engine: Engine,
  images: { train: number; val: number },
  preparedOn: PreparedOn = engine.programs ? 'device' : 'host',
): Promise<Lab> {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-lab-'));
  const source = join(folder, 'images');
  await drawImages(source, Math.ceil((images.train + images.val) / CLASSES.length));
  const spec = fakeSpec({ data: { source, ...images, decodeSize: 36 } });
  const options = { cacheDir: folder, skipBad: false, progress: () => undefined };
  await datasetFor(source).prepare(spec.data, options);
  const loaded = createLoaded(engine, folder, preparedOn);

  return {
    async train(params, how = {}) {
      if (!how.warm) loaded.features.clear();
      loaded.features.begin({
        memoryBytes: how.cacheBytes ?? 2 ** 30,
        spill: how.spill ? join(folder, 'spill') : null,
      });
      return trainIn(loaded, folder, spec, params, how);
    },
    tensors: () => engine.tf.memory().numTensors,
    close: () => rmSync(folder, { recursive: true }),
  };
}

/** Of the built program, as a thread cannot read TypeScript. */
export const SUPERVISOR = new URL('../../../dist/train/augmenting/supervisor.js', import.meta.url);

const CLASSES = ['cat', 'dog', 'eel'];

async function drawImages(folder: string, each: number): Promise<void> {
  for (const name of CLASSES) {
    mkdirSync(join(folder, 'train', name), { recursive: true });
    for (let i = 0; i < each; i += 1) {
      const rng = rngFor('noise', name, i);
      const data = Buffer.from(Array.from({ length: 36 * 36 * 3 }, () => Math.floor(256 * rng())));
      const image = sharp(data, { raw: { width: 36, height: 36, channels: 3 } });
      await image.png().toFile(join(folder, 'train', name, `${i}.png`));
    }
  }
}

async function trainIn(
  loaded: Loaded,
  folder: string,
  spec: ReturnType<typeof fakeSpec>,
  params: readonly Params[],
  how: How,
): Promise<LabResult> {
  const { stops = new Map(), pauses = new Map() } = how;
  const { keepAugmented = false, keep = 99, interruptAfter = Infinity } = how;
  const { from = null, orders = null, without = new Set() } = how;
  const threads = how.threads === undefined ? null : { count: how.threads, supervisor: SUPERVISOR };
  const reports: Report[][] = params.map(() => []);
  const states: string[] = params.map(() => 'running');
  const errors: (string | null)[] = params.map(() => null);
  let looks = 0;
  const path = (index: number) => join(folder, `trial-${index}.ckpt`);
  const hooks: CohortHooks = {
    epoch(epoch, told) {
      for (const { member, report } of told) reports[member.trialId]!.push(report);
      return ({ trialId }) => {
        if (stops.get(trialId) === epoch) return 'stop';
        return pauses.get(trialId) === epoch ? 'pause' : 'continue';
      };
    },
    end: ({ trialId }, { how, error }) => {
      states[trialId] = how;
      errors[trialId] = error?.message ?? null;
    },
    fail(_, error) {
      throw error;
    },
    note: () => {},
    step: () => {},
    snapshot: (made) => how.onSnapshot?.(made),
    noSnapshot(why) {
      throw new Error(why);
    },
    startOver(why) {
      throw new Error(why);
    },
    isSaving: () => false,
    pause() {
      looks += 1;
      if (looks > interruptAfter) throw new Interrupted();
    },
  };
  const trials = params.map((each, index) => {
    if (!from) rmSync(path(index), { force: true });
    return { trialId: index, recipe: recipeFor(spec, each), checkpoint: path(index) };
  });
  const present = trials.filter(({ trialId }) => !without.has(trialId));
  const work = await trainCohort(loaded, present, hooks, {
    ...{ keepAugmented, keep, from, orders, threads },
  });
  return {
    reports,
    errors,
    work,
    trials: params.map((_, index) => ({
      state: states[index]!,
      reports: reports[index]!.map(withoutTimes),
      weights: hashOf(path(index)),
    })),
  };
}

function withoutTimes(report: Report): Omit<Report, Times> {
  const { seconds, soloSeconds, imagesPerSecond, peakMemoryBytes, sharedWith, ...rest } = report;
  return { ...rest, metrics: { ...rest.metrics, training_seconds: 0 } };
}

function hashOf(path: string): string | null {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch {
    return null;
  }
}
