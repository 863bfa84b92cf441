import { keyOf } from '../core/recipe.js';
import type { Params } from '../core/space.js';
import type { Trial } from '../core/trial.js';
import { priceTrial } from '../plan/price-trial.js';
import type { Store } from '../store/port.js';
import { createCohortRuns } from './cohort-runs.js';
import { createRoster, type Roster } from './roster.js';
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
 * all others, and so does one for which something went wrong in company: a trial fails alone. `budget.wall` counts from this call. A failed trial is a row, not an error: rejects
 * only when runner, store or observer broke, once the running trials have ended.
 *
 * @throws {StoreError} another process runs this sweep, or the database fails.
 */
export async function runSweep(parts: SweepParts): Promise<SweepResult> {
  const { store, sweepId, spec, signal } = parts;
  store.lockSweep(sweepId);
  const stop = createStop(signal, spec.budget.wallMs);
  const renewal = setInterval(() => {
    try {
      store.lockSweep(sweepId);
    } catch {
      // The next write meets the same trouble, in a place that can report it.
    }
  }, RENEWAL).unref();
  try {
    return await runLocked(parts, stop);
  } finally {
    clearInterval(renewal);
    stop.close();
    release(parts);
  }
}

async function runLocked(parts: SweepParts, stop: Stop): Promise<SweepResult> {
  const { store, sweepId, spec, sampler, queue, observer = {} } = parts;
  const recovered = store.recoverSweep(sweepId);
  store.updateSweep(sweepId, { state: 'running' });
  const roster = createRoster(store.trials(sweepId), spec.metric);
  const total = sweepSize(spec, sampler, roster.size);
  const ended = roster.history().length;
  observer.onSweepStart?.({ total, ended, recovered });

  const suspects = roster.all().filter((trial) => isSuspect(trial, store));
  const runs = createCohortRuns(parts, roster, stop);
  if (recovered.failed > 0) runs.tidy();
  const supply = createSupply({
    store,
    sweepId,
    roster,
    sampler,
    total,
    weigh: (params) => weigh(params, parts),
    queue,
    withheld: new Set(suspects.map(({ id }) => id)),
  });

  /** The group that each lane is on. */
  const current: (string | undefined)[] = [];
  async function lane(place: number): Promise<void> {
    while (!stop.reason) {
      const others = new Set(current.filter((_, other) => other !== place));
      const next = supply.next(current[place], others);
      current[place] = next?.group;
      if (!next) return;
      supply.putBack(await runs.run(next));
    }
  }

  try {
    await allEnded(
      Array.from({ length: queue.lanes }, (_, place) => lane(place)),
      stop,
    );
    for (const trial of suspects) {
      if (!stop.reason) await runs.run({ trials: [trial], followed: false });
    }
  } catch (error) {
    abandon(parts, roster);
    throw error;
  }
  const work = runs.work();
  return concludeSweep({ store, sweepId, observer, total, roster, work, reason: stop.reason });
}

/** Waits for every lane; when one breaks, the others stop too, and its error is thrown. */
async function allEnded(lanes: readonly Promise<void>[], stop: Stop): Promise<void> {
  for (const lane of lanes) lane.catch(() => stop.request('broken', 'stop'));
  for (const lane of await Promise.allSettled(lanes)) {
    if (lane.status === 'rejected') throw lane.reason;
  }
}

/** Whether a process died while this trial ran: it must not take others down a second time. */
function isSuspect({ id, state }: Trial, store: Store): boolean {
  return state === 'queued' && store.attempts(id).some((attempt) => attempt.state === 'crashed');
}

/** Puts what still counts as running back, as far as a broken store lets us. */
function abandon({ store, sweepId }: SweepParts, roster: Roster): void {
  try {
    for (const { id, state } of roster.all()) {
      if (state === 'running') store.finishTrial({ trialId: id, state: 'interrupted' });
    }
    store.updateSweep(sweepId, { state: 'interrupted' });
  } catch {
    // The error that led here says more than this one.
  }
}

function release({ store, sweepId }: SweepParts): void {
  try {
    store.unlockSweep(sweepId);
  } catch {
    // A lock of this process ends with it.
  }
}

function weigh(params: Params, { recipeFor, backward }: SweepParts) {
  try {
    const recipe = recipeFor(params);
    return { group: keyOf(recipe.trunk), price: priceTrial(recipe, backward) };
  } catch {
    // The trial fails with this error when its turn comes.
    return { group: '', price: null };
  }
}
