import { existsSync } from 'node:fs';
import { knownRate } from '../assets/known-rates.js';
import { allowsFor } from '../config/allows.js';
import { recipeFor } from '../config/recipe-for.js';
import type { Params } from '../core/space.js';
import type { SweepSpec } from '../core/sweep.js';
import { availableBytes } from '../machine/available-bytes.js';
import { cacheDir } from '../machine/cache-dir.js';
import { type Estimate, estimateSweep } from '../plan/estimate-sweep.js';
import type { TrainedTrial } from '../plan/pace.js';
import { type PlannedSchedule, plannedSchedules } from '../plan/planned-schedules.js';
import { COHORT_TRIALS } from '../plan/split-group.js';
import { workerCount } from '../plan/worker-count.js';
import { createSampler } from '../search/create-sampler.js';
import type { Store } from '../store/port.js';
import { openStore } from '../store/sqlite/sqlite-store.js';
import { sweepSize } from '../sweep/sweep-result.js';
import type { CliContext } from './context.js';
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
      {
        trained: store ? trainedTrials(store, backend.name) : [],
        imagesPerSecond: knownRate(cacheDir(context.env), backend.name),
      },
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

/** Sweeps that are looked at: the latest are nearest to what is planned. */
const LATEST = 5;

/** Trials of the latest sweeps on a backend, and how long each took. */
function trainedTrials(store: Store, backend: string): readonly TrainedTrial[] {
  const sweeps = store.sweeps().filter((sweep) => sweep.backend === backend);
  return sweeps.slice(0, LATEST).flatMap(({ id, spec }) =>
    store
      .trials(id)
      .filter(({ state }) => state === 'finished')
      .map(({ params, reports }) => ({
        recipe: recipeFor(spec, params),
        soloSeconds: reports.reduce((sum, report) => sum + report.soloSeconds, 0),
      })),
  );
}
