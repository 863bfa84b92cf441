import { existsSync } from 'node:fs';
import { knownRate } from '../assets/known-rates.js';
import { allowsFor } from '../config/allows.js';
import { recipeFor } from '../config/recipe-for.js';
import { UsageError } from '../core/errors.js';
import type { Params } from '../core/space.js';
import type { SweepSpec } from '../core/sweep.js';
import { availableBytes } from '../machine/available-bytes.js';
import { cacheDir } from '../machine/cache-dir.js';
import { type Estimate, estimateSweep } from '../plan/estimate-sweep.js';
import { type PlannedSchedule, plannedSchedules } from '../plan/planned-schedules.js';
import { COHORT_TRIALS } from '../plan/split-group.js';
import { workerCount } from '../plan/worker-count.js';
import { createSampler } from '../search/create-sampler.js';
import { sweepSize } from '../sweep/sweep-result.js';
import type { CliContext } from './context.js';
import { openForUser } from './open-results.js';
import { shareMemory, usableBackends, usableBytes } from './open-workers.js';

/** What a sweep file would run. */
export interface Plan {
  readonly spec: SweepSpec;
  /** `number` counts from 1: in an empty database, the trial's id. */
  readonly trials: readonly { readonly number: number; readonly params: Params }[];
  readonly schedules: readonly PlannedSchedule[];
  /** What `auto` would try first. */
  readonly backend: string;
  readonly estimate: Estimate;
}

/** Asks the sampler for every trial, and adds up what they would take. Trains and fetches nothing. */
export async function planSweep(
  context: Pick<CliContext, 'cores' | 'cwd' | 'env' | 'err'>,
  spec: SweepSpec,
  db: string,
): Promise<Plan> {
  const trials = suggestedTrials(spec);
  const recipes = trials.map(({ params }) => recipeFor(spec, params));
  const backend = usableBackends(spec.backend, cacheDir(context.env))[0]!;
  const freeBytes = availableBytes();
  const lanes = workerCount({
    requested: spec.workers,
    sensible: backend.workers(context.cores),
    most: backend.maxWorkers,
    freeBytes,
    trials: trials.length,
  });
  const store = existsSync(db) ? openForUser(context, db, 'read') : null;
  try {
    const bytes = usableBytes(spec.memory, freeBytes) / lanes;
    const { cohortBytes } = shareMemory(bytes, { kind: 'cpu', memoryBytes: backend.heapBytes });
    const limits = { bytes: cohortBytes, trials: COHORT_TRIALS };
    const estimate = estimateSweep(
      recipes,
      backend.name,
      { lanes, limits },
      {
        trained: store ? await store.readings.trained(backend.name, LATEST) : [],
        imagesPerSecond: knownRate(cacheDir(context.env), backend.name),
      },
    );
    return { spec, trials, schedules: plannedSchedules(recipes), backend: backend.name, estimate };
  } finally {
    await store?.close();
  }
}

/** A sampler that looks at results is asked as if there were none. */
function suggestedTrials(spec: SweepSpec): Plan['trials'] {
  const sampler = createSampler(spec, allowsFor(spec));
  const { metric } = spec;
  const count = sweepSize(spec);
  if (count === null) {
    throw new UsageError(
      `Expected run_cap, the total number of trials: ${spec.method.type} never ends by itself.`,
    );
  }
  const points = sampler.suggest({ first: 0, count, study: { metric, trials: [] } });
  return points.map((params, number) => ({ number: number + 1, params }));
}

/** Sweeps that are looked at: the latest are nearest to what is planned. */
const LATEST = 5;
