import { existsSync } from 'node:fs';
import { allowsFor } from '../config/allows.js';
import { recipeFor } from '../config/recipe-for.js';
import type { Params } from '../core/space.js';
import type { SweepSpec } from '../core/sweep.js';
import { createSampler } from '../search/create-sampler.js';
import { openStore } from '../store/sqlite-store.js';
import { COHORT_TRIALS } from '../sweep/planner/split-group.js';
import { sweepSize } from '../sweep/sweep-result.js';
import { workerCount } from '../sweep/worker-count.js';
import { cacheDir } from '../train/fetch/cache-dir.js';
import { availableBytes } from './available-bytes.js';
import type { CliContext } from './context.js';
import { type Estimate, estimateSweep } from './estimate/estimate-sweep.js';
import { knownRate } from './estimate/known-rates.js';
import { shareMemory, usableBackends, usableBytes } from './open-workers.js';
import { type PlannedSchedule, plannedSchedules } from './planned-schedules.js';

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
export function planSweep(
  context: Pick<CliContext, 'cores' | 'env'>,
  spec: SweepSpec,
  db: string,
): Plan {
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
  const store = existsSync(db) ? openStore(db, { access: 'read' }) : null;
  try {
    const bytes = usableBytes(spec.memory, freeBytes) / lanes;
    const { cohortBytes } = shareMemory(bytes, { kind: 'cpu', memoryBytes: backend.heapBytes });
    const limits = { bytes: cohortBytes, trials: COHORT_TRIALS };
    const estimate = estimateSweep(
      recipes,
      backend.name,
      { lanes, limits },
      { store, imagesPerSecond: knownRate(cacheDir(context.env), backend.name) },
    );
    return { spec, trials, schedules: plannedSchedules(recipes), backend: backend.name, estimate };
  } finally {
    store?.close();
  }
}

/** A sampler that learns from results is asked as if there were none. */
function suggestedTrials(spec: SweepSpec): Plan['trials'] {
  const sampler = createSampler(spec, allowsFor(spec));
  const total = sweepSize(spec, sampler) ?? Number.POSITIVE_INFINITY;
  const trials: { number: number; params: Params }[] = [];
  for (let number = 0; number < total; number += 1) {
    const params = sampler.suggest(number, []);
    if (!params) break;
    trials.push({ number: number + 1, params });
  }
  return trials;
}
