import { readSweepText } from '../../config/file/load-sweep.js';
import type { Overrides } from '../../config/yaml/overrides.js';
import { UsageError } from '../../core/errors.js';
import type { Params } from '../../core/space.js';
import { endedCount, TRIAL_STATES } from '../../core/trial-state.js';
import { count } from '../../core/words/numbers.js';
import type { Database } from '../../results/database.js';
import { findSweep } from '../../results/find-sweep.js';
import { finalLeaderboard } from '../../results/leaderboard.js';
import { judgeBoard } from '../../results/statistics/judge-board.js';
import type { Store, SweepRow } from '../../store/port.js';
import { trialCount } from '../../sweep/points/counts.js';
import type { Identified } from '../../worker/protocol/tasks.js';
import { unlessInterrupted } from '../interrupted.js';
import type { Observer } from '../observer.js';
import { countTrials } from '../planned-trials.js';
import { fingerprintOf } from '../prints/identify.js';
import { type Places, rememberPlaces, specAt } from '../prints/remember-place.js';
import { type Accepted, settleChange } from '../prints/settle-change.js';
import type { World } from '../world.js';
import { type ChangedSweep, changedSweep, fileNote } from './changes/change-sweep.js';
import { completeNetworks } from './complete-networks.js';
import { findRetries, NO_RETRIES, requeueRetries, withRetries } from './retry-failed.js';
import type { SweepEnd } from './sweep-end.js';
import { trainSweep } from './train-sweep.js';

export interface ResumeRequest {
  /** Id or name; absent: the latest. */
  readonly sweep?: string | undefined;
  /** What is to be otherwise from here on; `workers` and `devices` for this time only. */
  readonly changes: Overrides;
  /** True: it is to be as its file says by now. */
  readonly asFile?: boolean;
  /** Trials that failed run again, too. */
  readonly retryFailed: boolean;
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
  const found = await findSweep(store, request.sweep);
  const points = () => pointsOf(store, found.id);
  const { workers = found.spec.workers, devices, ...changes } = request.changes;
  const change = await changeOf(world, found, { ...request, changes }, points);
  if (!request.asFile) {
    const note = await fileNote(world, found, points);
    if (note !== undefined) observer.onNote?.({ kind: 'message', message: note });
  }
  const lasting = change?.spec ?? found.spec;
  const retries = request.retryFailed ? await findRetries(database, found, observer) : NO_RETRIES;
  const sweep = withRetries(found, retries);
  const spec = {
    ...specAt(lasting, request.places),
    ...{ workers, devices: devices ?? found.spec.devices ?? 'auto' },
  };
  const rows = TRIAL_STATES.reduce((sum, state) => sum + sweep.counts[state], 0);
  // One that has finished has all its trials, if fewer than were thought: some points were equal.
  const isWhole = sweep.state === 'finished' && change === null;
  const total = isWhole ? rows : countTrials(spec, rows);
  if (spec.runCap !== found.spec.runCap && trialCount(spec.runCap ?? rows, spec.repeats) < rows) {
    const message = `this sweep has ${count(rows, 'trial')} already: run_cap ${spec.runCap} does not make fewer of them`;
    observer.onNote?.({ kind: 'message', message });
  }
  const remaining = total === null ? null : total - endedCount(sweep.counts);
  const isOver = sweep.state === 'finished' || sweep.state === 'failed';
  if (isOver && (remaining === null || remaining <= 0)) {
    if (lasting !== found.spec || spec.data !== lasting.data || spec.model !== lasting.model) {
      const message = 'this sweep has ended: what you change in it has no effect any more';
      observer.onNote?.({ kind: 'message', message });
    }
    const leaderboard = await finalLeaderboard(store, sweep);
    await completeNetworks(world, database, leaderboard, observer);
    return { how: 'before', leaderboard: await judgeBoard(store, leaderboard) };
  }
  // Now, not after minutes of downloads: another process may be running it.
  await unlessInterrupted(store.queue.lock(sweep.id), world.signal);
  try {
    const { skipBad, sharing, places } = request;
    // What `auto` became the first time: other trials must compare with those there.
    const backend = sweep.backend ?? spec.backend;
    const sweepId = async () => sweep.id;
    if (change) await keepChange(store, sweep, change, observer);
    const settle = async (now: Identified) => {
      const change = await settleChange(store, sweep, spec, now, request, observer);
      await rememberPlaces(store, sweep, places, fingerprintOf(now));
      await store.queue.updateSweep(sweep.id, { spec: specAt(lasting, places) });
      await requeueRetries(database, retries);
      return change;
    };
    const wanted = { spec, backend, remaining, skipBad, sharing, settle, sweepId };
    return await trainSweep(world, database, wanted, observer);
  } finally {
    await store.queue.unlock(sweep.id);
  }
}

/** Params of the points that have trials. */
export async function pointsOf(
  { readings }: Pick<Store, 'readings'>,
  sweepId: number,
): Promise<readonly Params[]> {
  const trials = await readings.trials(sweepId, { reports: 'open' });
  return trials.filter(({ replicate }) => replicate === 0).map(({ params }) => params);
}

/** What is to be otherwise; null: nothing. */
export async function changeOf(
  world: Pick<World, 'env'>,
  sweep: SweepRow,
  { changes, asFile }: Pick<ResumeRequest, 'changes' | 'asFile'>,
  points: () => Promise<readonly Params[]>,
): Promise<ChangedSweep | null> {
  if (!asFile && !isChanged(changes)) return null;
  const text = asFile ? readSweepText(sweep.file) : undefined;
  const change = changedSweep(world, sweep, { changes, text }, await points());
  if (change.told.length > 0) return change;
  if (!asFile) return null;
  throw new UsageError(
    `${sweep.file} says nothing else than this sweep has: edit it, or give --trials or --set. \`thaw resume ${sweep.id}\` goes on as it is.`,
  );
}

async function keepChange(
  { queue, log }: Store,
  { id, source }: SweepRow,
  change: ChangedSweep,
  observer: Observer,
): Promise<void> {
  const { spec, told } = change;
  // One that had ended has trials to run again, also should this process die before the first.
  await queue.updateSweep(id, {
    ...{ spec, state: 'interrupted' },
    ...(change.source === source ? {} : { source: change.source }),
  });
  const message = `changed: ${told.join('; ')}`;
  await log.addEvent({ sweepId: id, trialId: null, kind: 'extended', message });
  observer.onNote?.({ kind: 'message', message });
}

function isChanged({ set, ...flags }: Overrides): boolean {
  return set.length > 0 || Object.values(flags).some((value) => value !== undefined);
}
