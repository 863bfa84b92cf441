import { existsSync } from 'node:fs';
import { precisionsOf } from '../../config/space/possible-values.js';
import { otherwiseText, provenanceOf } from '../../core/provenance.js';
import { programVersion } from '../../machine/program-version.js';
import { bestTrial } from '../../results/best-trial.js';
import type { Database } from '../../results/database.js';
import { finalLeaderboard } from '../../results/leaderboard.js';
import { judgeBoard } from '../../results/statistics/judge-board.js';
import type { SweepRow } from '../../store/port.js';
import type { Observer } from '../observer.js';
import { checkUnchanged } from '../prints/check-unchanged.js';
import { fingerprintOf, identify } from '../prints/identify.js';
import { samplerFor } from '../sampler-for.js';
import { makeReady } from '../workers/make-ready.js';
import { openWorkers, type Workers } from '../workers/open-workers.js';
import type { World } from '../world.js';
import { checkFolder } from './check-folder.js';
import { networksOf } from './networks.js';
import { type ReadySweep, runTrials } from './run-trials.js';
import type { SweepEnd } from './sweep-end.js';
import type { SweepToTrain } from './sweep-to-train.js';

/** Starts workers, fetches what is needed, trains, writes the best trials' weights. */
export async function trainSweep(
  world: World,
  database: Database,
  wanted: SweepToTrain,
  observer: Observer,
): Promise<Exclude<SweepEnd, { how: 'before' }>> {
  const { spec, remaining } = wanted;
  // Before anything is fetched: it may be of a method that this version does not have.
  const sampler = samplerFor(spec);
  if (spec.keep > 0) checkFolder(database.file);
  const workers = await openWorkers(
    world,
    {
      backend: wanted.backend,
      devices: spec.devices ?? 'auto',
      exact: spec.exact ?? true,
      precisions: precisionsOf(spec),
      workers: spec.workers,
      memory: spec.memory,
      tasks: remaining,
      trialBytes: wanted.trialBytes,
    },
    observer,
  );
  try {
    const { data, model, seed } = spec;
    const now = await identify(world, workers, { data, model }, observer);
    const change = await wanted.settle(now);
    const needs = { data, model, seed, skipBad: wanted.skipBad };
    const ready = await makeReady(world, workers, needs, observer);
    await checkUnchanged(world, workers, data, now, ready);
    const id = await wanted.sweepId({ ...spec, data: ready.data ?? data });
    const sweep = await describeSweep(database, id, workers);
    await noteOtherMachine(database, id, workers, observer);
    await database.store.queue.keepListing(now.data!.digest, now.data!.listing);
    const made = { change, fingerprint: fingerprintOf(now) };
    const on = { backend: workers.info, workers: workers.pool.size };
    const best = await bestTrial(database.store, sweep, change);
    observer.onSweepReady?.({ sweep, remaining, on, best, change });
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

/** The sweep's row, now that its backend is known. */
async function describeSweep(
  { store }: Database,
  id: number,
  { setting }: Workers,
): Promise<SweepRow> {
  await store.queue.updateSweep(id, { backend: setting.backend });
  return (await store.readings.sweep(id))!;
}

/** Trials that ran on something else compare, but not to the bit: told, and kept. */
async function noteOtherMachine(
  { store }: Database,
  sweepId: number,
  { infos }: Workers,
  observer: Observer,
): Promise<void> {
  const was = await store.readings.ranOn(sweepId);
  if (was === null) return;
  const told = infos.map((info) => otherwiseText(was, provenanceOf(info, programVersion())));
  const message = told.includes(null) ? null : told[0]!;
  if (message === null) return;
  await store.log.addEvent({ sweepId, trialId: null, kind: 'changed', message });
  observer.onNote?.({ kind: 'message', message });
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
  const result = await runTrials(world, database, parts, observer);
  const training = (world.now() - started) / 1000;
  await noteSilence(world, database, parts.sweep.id);
  const sweep = (await store.readings.sweep(parts.sweep.id))!;
  if (result.reason === 'signal' || (world.signal.aborted && result.remaining !== 0)) {
    return { how: 'interrupted', sweep, result };
  }
  const leaderboard = await finalLeaderboard(store, sweep);
  const networks = await networksOf(database, leaderboard);
  return {
    how: 'ended',
    result,
    leaderboard: await judgeBoard(store, leaderboard),
    failure: result.counts.failed > 0 ? await store.readings.firstFailure(sweep.id) : null,
    database: database.name,
    files: networks.files.filter((file) => existsSync(file)),
    without: networks.without,
    seconds: { ...ready.seconds, training },
    backend: workers.info,
    workers: workers.pool.size,
    sharing: wanted.sharing,
  };
}

/** What could not be said is kept, at least that. */
async function noteSilence(world: World, { store }: Database, sweepId: number): Promise<void> {
  const why = world.silenced();
  if (why === null) return;
  const message = `its messages could not all be written (${why}); it went on`;
  await store.log.addEvent({ sweepId, trialId: null, kind: 'silenced', message });
}
