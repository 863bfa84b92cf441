import type { SweepSpec } from '../../core/sweep.js';
import { endedCount, TRIAL_STATES } from '../../core/trial-state.js';
import type { Database } from '../../results/database.js';
import { findSweep } from '../../results/find-sweep.js';
import { finalLeaderboard } from '../../results/leaderboard.js';
import { sweepSize } from '../../sweep/sweep-result.js';
import type { Identified } from '../../worker/protocol/tasks.js';
import type { Observer } from '../observer.js';
import { type Places, rememberPlaces, specAt } from '../prints/remember-place.js';
import { type Accepted, settleChange } from '../prints/settle-change.js';
import type { World } from '../world.js';
import type { SweepEnd } from './sweep-end.js';
import { trainSweep } from './train-sweep.js';

export interface ResumeRequest {
  /** Id or name; absent: the latest. */
  readonly sweep?: string | undefined;
  /** Absent: as the sweep has it. */
  readonly workers?: SweepSpec['workers'] | undefined;
  readonly skipBad: boolean;
  readonly sharing: boolean;
  /** Where its images and weights are now, if they have moved. */
  readonly places: Places;
  /** Changes that the user takes for right. */
  readonly accepted: Accepted;
}

/**
 * Trains what remains of a sweep.
 *
 * @throws {ThawError} what keeps it from starting; above all, another process that runs it.
 */
export async function resume(
  world: World,
  database: Database,
  request: ResumeRequest,
  observer: Observer,
): Promise<SweepEnd> {
  const { store } = database;
  const sweep = await findSweep(store, request.sweep);
  const spec: SweepSpec = {
    ...specAt(sweep.spec, request.places),
    // Sweeps from before `memory` don't have it.
    memory: sweep.spec.memory ?? 'auto',
    workers: request.workers ?? sweep.spec.workers,
  };
  const rows = TRIAL_STATES.reduce((sum, state) => sum + sweep.counts[state], 0);
  const total = sweepSize(spec, rows);
  const remaining = total === null ? null : total - endedCount(sweep.counts);
  const isOver = sweep.state === 'finished' || sweep.state === 'failed';
  if (isOver && (remaining === null || remaining <= 0)) {
    return { how: 'before', leaderboard: await finalLeaderboard(store, sweep) };
  }
  // Now, not after minutes of downloads: another process may be running it.
  await store.queue.lock(sweep.id);
  try {
    const { skipBad, sharing, places, accepted } = request;
    // What `auto` became the first time: other trials must compare with those there.
    const backend = sweep.backend ?? spec.backend;
    const sweepId = async () => sweep.id;
    const settle = async (now: Identified) => {
      const change = await settleChange(store, sweep, spec, now, accepted, observer);
      await rememberPlaces(store, sweep, places, change);
      return change;
    };
    const wanted = { spec, backend, remaining, skipBad, sharing, settle, sweepId };
    return await trainSweep(world, database, wanted, observer);
  } finally {
    await store.queue.unlock(sweep.id);
  }
}
