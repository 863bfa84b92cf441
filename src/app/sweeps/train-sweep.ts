import { allowsFor } from '../../config/allows.js';
import { recipeFor } from '../../config/recipe-for.js';
import { precisionsOf } from '../../config/space/possible-values.js';
import { DataError } from '../../core/errors.js';
import type { MadeOf } from '../../core/prints/fingerprint.js';
import { provenanceOf } from '../../core/provenance.js';
import type { SweepSpec } from '../../core/sweep.js';
import { programVersion } from '../../machine/program-version.js';
import { COHORT_TRIALS } from '../../plan/split-group.js';
import { bestTrial } from '../../results/best-trial.js';
import type { Database } from '../../results/database.js';
import { finalLeaderboard } from '../../results/leaderboard.js';
import { createPruner } from '../../search/create-pruner.js';
import { createSampler } from '../../search/create-sampler.js';
import type { Sampler } from '../../search/sampler.js';
import { checkpointFile, spillFile } from '../../store/files.js';
import type { SweepRow } from '../../store/port.js';
import { runSweep } from '../../sweep/run-sweep.js';
import { createThreadRunner } from '../../sweep/runners/thread-runner.js';
import type { SweepResult } from '../../sweep/sweep-result.js';
import type { Identified } from '../../worker/protocol/tasks.js';
import type { Observer } from '../observer.js';
import { fingerprintOf, identify } from '../prints/identify.js';
import { makeReady, type Ready } from '../workers/make-ready.js';
import { openWorkers, type Workers } from '../workers/open-workers.js';
import type { World } from '../world.js';
import { keepWeights } from './keep-weights.js';
import type { SweepEnd } from './sweep-end.js';

/** A sweep, or what remains of one, and how it is to be trained. */
export interface SweepToTrain {
  readonly spec: SweepSpec;
  /** `auto`, or a backend's name. */
  readonly backend: string;
  /** Trials there are to run; null: not known. */
  readonly remaining: number | null;
  /** Leave out images that cannot be read, instead of stopping. */
  readonly skipBad: boolean;
  /** False: each trial trains alone, for comparison. */
  readonly sharing: boolean;
  /**
   * Which accepted change of images or weights its trials come after, given what is there now.
   * @throws {ChangedError} what is there now is not what others of the sweep were made of.
   */
  settle(now: Identified): Promise<number>;
  /** The sweep's row; asked for once backend, weights and data are there. */
  sweepId(spec: SweepSpec): Promise<number>;
}

/** Starts workers, fetches what is needed, trains, writes the best trials' weights. */
export async function trainSweep(
  world: World,
  database: Database,
  wanted: SweepToTrain,
  observer: Observer,
): Promise<Exclude<SweepEnd, { how: 'before' }>> {
  const { spec, remaining } = wanted;
  // Before anything is fetched: it may be of a method that this version does not have.
  const sampler = createSampler(spec, allowsFor(spec));
  const workers = await openWorkers(
    world,
    {
      backend: wanted.backend,
      precisions: precisionsOf(spec),
      workers: spec.workers,
      memory: spec.memory,
      tasks: remaining,
    },
    observer,
  );
  try {
    const { data, model, seed } = spec;
    const now = await identify(world, workers, { data, model }, observer);
    const change = await wanted.settle(now);
    const needs = { data, model, seed, skipBad: wanted.skipBad };
    const ready = await makeReady(world, workers, needs, observer);
    await checkUnchanged(world, workers, spec, now, ready);
    const id = await wanted.sweepId({ ...spec, data: ready.data ?? data });
    const sweep = await describeSweep(database, id, workers);
    await database.store.queue.keepListing(now.data!.digest, now.data!.listing);
    const made = { change, fingerprint: fingerprintOf(now) };
    const { info: backend, pool } = workers;
    const best = await bestTrial(database.store, sweep);
    observer.onSweepReady?.({ sweep, remaining, backend, workers: pool.threads, best });
    return await trainReady(
      world,
      database,
      { wanted, sampler, workers, ready, sweep, made },
      observer,
    );
  } finally {
    await workers.pool.close();
  }
}

/** Images may change while they are read: what was decoded must be what was identified. */
async function checkUnchanged(
  world: World,
  workers: Workers,
  { data }: SweepSpec,
  was: Identified,
  { seconds }: Ready,
): Promise<void> {
  if (seconds.images === 0) return;
  const now = await identify(world, workers, { data, model: null }, {});
  if (now.data?.digest === was.data?.digest) return;
  throw new DataError(
    `The images of ${data.source} changed while they were read: start again once they are all there.`,
  );
}

/** The sweep's row, now that its backend is known. */
async function describeSweep(
  { store }: Database,
  id: number,
  { setting }: Workers,
): Promise<SweepRow> {
  await store.queue.updateSweep(id, { backend: setting.backend });
  return (await store.readings.sweep(id))!;
}

/** A sweep whose workers and images are there. */
interface ReadySweep {
  readonly wanted: SweepToTrain;
  readonly sampler: Sampler;
  readonly workers: Workers;
  readonly ready: Ready;
  readonly sweep: SweepRow;
  /** What trials are made of from now on. */
  readonly made: MadeOf;
}

async function trainReady(
  world: World,
  database: Database,
  parts: ReadySweep,
  observer: Observer,
): Promise<Exclude<SweepEnd, { how: 'before' }>> {
  const { store } = database;
  const { wanted, workers, ready } = parts;
  const started = world.now();
  const result = await train(world, database, parts, observer);
  const training = (world.now() - started) / 1000;
  const sweep = (await store.readings.sweep(parts.sweep.id))!;
  if (result.reason === 'signal' || world.signal.aborted) {
    return { how: 'interrupted', sweep, result };
  }
  const leaderboard = await finalLeaderboard(store, sweep);
  return {
    how: 'ended',
    result,
    leaderboard,
    failure: result.counts.failed > 0 ? await store.readings.firstFailure(sweep.id) : null,
    database: database.file,
    files: await keepWeights(workers, database, leaderboard, parts.made.fingerprint, observer),
    seconds: { ...ready.seconds, training },
    backend: workers.info,
    workers: workers.pool.threads,
    sharing: wanted.sharing,
  };
}

/** Should the process have to leave at once, the trials that run go back to the queue first. */
async function train(
  world: World,
  { store, file }: Database,
  { wanted, sampler, workers, ready, sweep, made }: ReadySweep,
  observer: Observer,
): Promise<SweepResult> {
  const { spec } = sweep;
  const { sharing } = wanted;
  const runner = createThreadRunner({
    pool: workers.pool,
    setting: workers.setting,
    classNames: ready.classNames ?? [],
    cacheBytes: workers.memory.cacheBytes,
    spill: spillFile(file, sweep.id),
    keep: spec.keep,
    sharing,
    trialMs: spec.budget.trialMs,
  });
  let stay = (): void => undefined;
  try {
    return await runSweep({
      store,
      sweepId: sweep.id,
      spec,
      sampler,
      pruner: spec.earlyTerminate && createPruner(spec.earlyTerminate, spec.metric),
      runner,
      provenance: provenanceOf(workers.info, programVersion()),
      made,
      recipeFor: (params, replicate) => recipeFor(spec, params, replicate),
      checkpointPath: (trialId) => checkpointFile(file, sweep.id, trialId),
      queue: {
        lanes: workers.pool.threads,
        limits: { bytes: workers.memory.cohortBytes, trials: sharing ? COHORT_TRIALS : 1 },
      },
      backward: workers.speed.backward,
      signal: world.signal,
      observer: {
        ...observer,
        onSweepStart(start) {
          // Not before: what a process that died left running must first be found to be that.
          stay = world.onLeave(() => store.queue.giveBack(sweep.id));
          observer.onSweepStart?.(start);
        },
      },
    });
  } finally {
    stay();
  }
}
