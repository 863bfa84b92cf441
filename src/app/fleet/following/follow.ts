import { setTimeout as sleep } from 'node:timers/promises';
import { FetchError, StoreError, UsageError } from '../../../core/errors.js';
import { endedCount, TRIAL_STATES } from '../../../core/trial-state.js';
import type { FleetDesk } from '../../../fleet/client/desk.js';
import type { FleetDocument, FleetSweep } from '../../../fleet/protocol/fleet-document.js';
import { bestTrial } from '../../../results/best-trial.js';
import type { Database } from '../../../results/database.js';
import { finalLeaderboard } from '../../../results/leaderboard.js';
import { judgeBoard } from '../../../results/statistics/judge-board.js';
import type { EventRow, SweepRow } from '../../../store/port.js';
import type { Observer } from '../../observer.js';
import { countTrials } from '../../planned-trials.js';
import type { World } from '../../world.js';
import { CONCLUSIONS, endLooked, type FollowEnd } from './follow-end.js';
import { tellFleet } from './tell-fleet.js';
import { type TrialWatch, watchTrials } from './watch-trials.js';

/** Milliseconds between two looks, and after one that failed. */
const EVERY = 1000;
const AFTER_FAULT = 5000;

/**
 * Tells of a sweep that other machines train until there is nothing more to tell, or the user leaves.
 * Where the results cannot be reached meanwhile, the sweep goes on, and this waits.
 *
 * @throws {UsageError} there is no such sweep, or not any more.
 */
export async function follow(
  world: Pick<World, 'signal' | 'now'>,
  { store, name }: Database,
  desk: Pick<FleetDesk, 'fleet'>,
  sweepId: number,
  observer: Observer,
): Promise<FollowEnd> {
  const { readings, log } = store;
  let cursor: string | undefined;
  let lastEvent = 0;
  let sweep: SweepRow;
  let watch: TrialWatch | null = null;
  let concluded: EventRow | null = null;
  let isAway = false;
  const machines = tellFleet(sweepId, observer);

  async function begin(): Promise<TrialWatch> {
    cursor = (await log.changes())?.cursor;
    lastEvent = (await log.events(sweepId)).at(-1)?.id ?? 0;
    const trials = await readings.trials(sweepId, { reports: 'open' });
    await announce();
    return watchTrials(store, trials, observer);
  }

  async function announce(): Promise<void> {
    const rows = TRIAL_STATES.reduce((sum, state) => sum + sweep.counts[state], 0);
    const total = sweep.state === 'finished' ? rows : countTrials(sweep.spec, rows);
    const ended = endedCount(sweep.counts);
    const change = (await readings.allMadeOf(sweepId)).at(-1)?.change ?? 0;
    const best = await bestTrial(store, sweep, change);
    const remaining = total === null ? null : total - ended;
    observer.onSweepReady?.({ sweep, remaining, on: { machines: name }, best, change });
    observer.onSweepStart?.({ total, ended, recovered: { requeued: 0, failed: 0 } });
  }

  async function rowOf(): Promise<SweepRow> {
    const row = await readings.sweep(sweepId);
    if (row) return row;
    throw new UsageError(`There is no sweep ${sweepId} at ${name}, or not any more.`);
  }

  async function look(): Promise<FollowEnd | null> {
    const fleet = await desk.fleet();
    // Before its trials, so that an end is told after theirs.
    sweep = await rowOf();
    watch ??= await begin();
    const changes = await log.changes(cursor);
    if (!changes) throw new UsageError(`${name} holds another database than before.`);
    cursor = changes.cursor;
    await watch.look(changes.trials.get(sweepId) ?? []);
    for (const event of await log.events(sweepId, { after: lastEvent })) {
      lastEvent = event.id;
      if (event.trialId !== null) continue;
      if (CONCLUSIONS.has(event.kind)) concluded = event;
      else observer.onNote?.({ kind: 'message', message: event.message });
    }
    machines.tell(fleet, watch.isRunning);
    return endOf(fleet);
  }

  async function endOf(fleet: FleetDocument): Promise<FollowEnd | null> {
    const own: FleetSweep | null = fleet.sweeps.find(({ id }) => id === sweepId) ?? null;
    const end = endLooked({ sweep, fleet: own, concluded });
    if (end === null) return null;
    if (end !== 'ended') return { how: 'held', sweep, wanted: end };
    return {
      how: 'ended',
      sweep,
      message: concluded?.message ?? `sweep ${sweepId} has ${sweep.state}`,
      leaderboard: await judgeBoard(store, await finalLeaderboard(store, sweep)),
      failure: sweep.counts.failed > 0 ? await readings.firstFailure(sweepId) : null,
      store: name,
      deviceSeconds: own?.secondsUsed ?? null,
      kept: await readings.withCheckpoint(sweepId),
    };
  }

  /** Null: it cannot be told now. */
  async function lookIfThere(): Promise<FollowEnd | null> {
    try {
      const end = await look();
      if (isAway) observer.onNote?.({ kind: 'message', message: `${name} answers again` });
      isAway = false;
      return end;
    } catch (error) {
      const isPassing = error instanceof FetchError || error instanceof StoreError;
      // The first look says what is wrong with the place itself.
      if (!isPassing || !watch) throw error;
      if (!isAway) {
        const message = `${error.message.replace(/[.\s]+$/, '')}. The sweep goes on meanwhile, and this waits for ${name}`;
        observer.onNote?.({ kind: 'message', message });
      }
      isAway = true;
      return null;
    }
  }

  sweep = await rowOf();
  for (;;) {
    const end = await lookIfThere();
    if (end) return end;
    await sleep(isAway ? AFTER_FAULT : EVERY, undefined, { signal: world.signal }).catch(
      () => null,
    );
    if (world.signal.aborted) return { how: 'left', sweep };
  }
}
