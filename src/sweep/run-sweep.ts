import { keyOf } from '../core/recipe.js';
import type { Trial } from '../core/trial.js';
import { priceTrial } from '../plan/price-trial.js';
import { samplerNamed } from '../search/sampler-named.js';
import { createCohortRuns } from './cohort-runs.js';
import { trialsApart, withoutReports } from './made/trials-apart.js';
import { afterDeaths } from './outcomes.js';
import { createRoster } from './roster.js';
import { createStop, type Stop } from './stop.js';
import { createSupply } from './supply.js';
import type { SweepParts } from './sweep-parts.js';
import { concludeSweep, type SweepResult, sweepSize } from './sweep-result.js';

/** Milliseconds between two renewals of the sweep's lock. */
const RENEWAL = 20_000;

/**
 * Runs a sweep to its end, or on from wherever it stopped: locks it, recovers what a dead process
 * left, runs what remains, stores how it ended, unlocks it.
 *
 * Every trial's row is stored before it runs; trials in final states are never run again; a lane
 * takes its next cohort as soon as it is free. A trial under which a process died runs alone, after
 * all others, and so does one for which something went wrong in company: a trial fails alone.
 * `budget.wall` counts from this call. A failed trial is a row, not an error: rejects only when
 * runner, store or observer broke, once the running trials have ended.
 *
 * @throws {StoreError} another process runs this sweep, or the database fails.
 */
export async function runSweep(parts: SweepParts): Promise<SweepResult> {
  const { store, sweepId, spec, signal } = parts;
  await store.queue.lock(sweepId);
  const stop = createStop(signal, spec.budget.wallMs);
  // Where it fails, the next write meets the same trouble, in a place that can report it.
  const renew = () => store.queue.lock(sweepId).catch(() => undefined);
  const renewal = setInterval(renew, RENEWAL).unref();
  try {
    return await runLocked(parts, stop);
  } finally {
    clearInterval(renewal);
    stop.close();
    // A lock of this process ends with it.
    await store.queue.unlock(sweepId).catch(() => undefined);
  }
}

async function runLocked(parts: SweepParts, stop: Stop): Promise<SweepResult> {
  const { store, sweepId, spec, queue, observer = {} } = parts;
  const recovered = await store.queue.recover(sweepId, afterDeaths);
  await store.queue.updateSweep(sweepId, { state: 'running' });
  const apart = await trialsApart(parts);
  const trials = withoutReports(await store.readings.trials(sweepId), apart);
  const roster = createRoster(trials, spec.metric);
  const total = sweepSize(spec, roster.size);
  observer.onSweepStart?.({ total, ended: roster.ended(), recovered });

  const crashed = await store.readings.crashed(sweepId);
  const suspects = roster.all().filter(({ id, state }) => state === 'queued' && crashed.has(id));
  const runs = await createCohortRuns(parts, roster, stop, apart);
  if (recovered.failed > 0) await runs.tidy();
  const supply = createSupply({
    ...parts,
    roster,
    looks: samplerNamed(spec.method.type).looks,
    total,
    weigh: (trial) => weigh(trial, parts),
    withheld: new Set(suspects.map(({ id }) => id)),
  });

  async function lane(place: number): Promise<void> {
    while (!stop.reason) {
      const next = await supply.next(place);
      if (!next || stop.reason) return;
      supply.putBack(await runs.run(next));
    }
  }

  try {
    await allEnded(
      Array.from({ length: queue.lanes }, (_, place) => lane(place)),
      stop,
    );
    while (!stop.reason) {
      const trial = suspects.shift();
      if (!trial) break;
      // One that was paused comes again after the others.
      suspects.push(...(await runs.run({ trials: [trial], followed: false })));
    }
  } catch (error) {
    await abandon(parts);
    throw error;
  }
  return concludeSweep({ store, sweepId, total, roster, work: runs.work(), reason: stop.reason });
}

/** Waits for every lane; when one breaks, the others stop too, and its error is thrown. */
async function allEnded(lanes: readonly Promise<void>[], stop: Stop): Promise<void> {
  for (const lane of lanes) lane.catch(() => stop.request('broken', 'stop'));
  for (const lane of await Promise.allSettled(lanes)) {
    if (lane.status === 'rejected') throw lane.reason;
  }
}

/** Puts what still counts as running back, as far as a broken store lets us. */
async function abandon({ store, sweepId }: SweepParts): Promise<void> {
  try {
    await store.queue.giveBack(sweepId);
  } catch {
    // The error that led here says more than this one.
  }
}

function weigh({ recipe }: Trial, { backward }: SweepParts) {
  // The trial fails with the reason when its turn comes.
  if (!recipe) return { group: '', price: null };
  return { group: keyOf(recipe.trunk), price: priceTrial(recipe, backward) };
}
