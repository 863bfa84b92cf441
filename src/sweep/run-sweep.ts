import { keyOf } from '../core/recipe.js';
import type { Trial } from '../core/trial.js';
import { priceTrial } from '../plan/price-trial.js';
import { samplerNamed } from '../search/sampler-named.js';
import { type CohortToRun, createCohortRuns } from './cohorts/cohort-runs.js';
import { type CohortToGoOn, findLeft } from './cohorts/left-cohorts.js';
import { fateOf } from './deaths/fate-of.js';
import { isSuspect, suspectCohorts } from './deaths/suspect-cohorts.js';
import { watchDisk } from './faults/disk-budget.js';
import type { Again } from './faults/retries.js';
import { trialsApart } from './made/trials-apart.js';
import { createPaused } from './pruning/paused.js';
import { readRoster } from './read-roster.js';
import type { Roster } from './roster.js';
import { type LaneCount, runLanes } from './runners/lanes.js';
import { openShelf, type Shelf } from './snapshots/shelf.js';
import { createStop, type Stop } from './stop.js';
import { createSupply } from './supply.js';
import type { SweepParts } from './sweep-parts.js';
import { concludeSweep, type SweepResult } from './sweep-result.js';

/**
 * Runs a sweep to its end, or on from wherever it stopped: locks it, recovers what a dead process
 * left, runs what remains, stores how it ended, unlocks it.
 *
 * Every trial's row is stored before it runs; trials in final states are never run again; a lane
 * takes its next cohort as soon as it is free. Trials that were running when a process died, or were
 * stopped, go on from their cohort's snapshot, together as they were. Those of a cohort under which
 * processes keep dying run after all others, in smaller company. What becomes of a trial for which
 * something went wrong: faults/retries.ts.
 * `budget.wall` counts from this call. A failed trial is a row, not an error: rejects only when
 * runner, store or observer broke, once the running trials have ended.
 *
 * @throws {StoreError} another process runs this sweep, or the database fails.
 */
export async function runSweep(parts: Omit<SweepParts, 'leave'>): Promise<SweepResult> {
  return (await conductSweep(parts))!;
}

/**
 * As `runSweep`, for one process of several that take turns: cohorts that were left (`runner.left`)
 * are gone on with as they are. Null: it was told to leave, and another goes on.
 */
export async function conductSweep(parts: SweepParts): Promise<SweepResult | null> {
  const { store, sweepId, spec, signal, wallUsed = 0 } = parts;
  const { wallMs, onWall } = spec.budget;
  const wallLeft = wallMs === null ? null : Math.max(0, wallMs - wallUsed);
  const stop = createStop(signal, { wallMs: wallLeft, onWall }, parts);
  try {
    // Lost, every call fails with why: the first one after this throws it.
    await store.queue.lock(sweepId, () => stop.request('broken', 'stop'));
    return await runLocked(parts, stop);
  } finally {
    stop.close();
    // A lock of this process ends with it.
    await store.queue.unlock(sweepId).catch(() => undefined);
  }
}

async function runLocked(parts: SweepParts, stop: Stop): Promise<SweepResult | null> {
  const { store, sweepId, spec, queue, runner, observer = {} } = parts;
  const remark = async (message: string, kind = 'checkpoint') => {
    await store.log.addEvent({ sweepId, trialId: null, kind, message });
    observer.onRemark?.(message);
  };
  const left = (await runner.left?.cohorts()) ?? [];
  const recovered = await store.queue.recover(
    sweepId,
    (death) => fateOf(death, parts.files.placeOf(death.cohort)),
    new Set(left.map(({ name }) => name)),
  );
  await store.queue.updateSweep(sweepId, { state: 'running' });
  const shelf = await openShelf({ ...parts, remark });
  const apart = await trialsApart(parts);
  const roster = await readRoster(parts, apart, shelf);
  const deaths = await store.readings.deaths(sweepId);
  const toGoOn = await findLeft(left, roster.all(), parts);
  const elsewhere = new Set(toGoOn.flatMap(({ own }) => own.map(({ id }) => id)));
  const paused = createPaused(parts, roster, shelf, elsewhere);
  const suspects = roster
    .all()
    .filter(({ id }) => isSuspect(deaths.get(id)) && !paused.has(id) && !elsewhere.has(id));
  const runs = await createCohortRuns(parts, roster, stop, apart, paused, { shelf, remark });
  if (recovered.failed > 0) await runs.tidy();
  const supply = createSupply({
    ...parts,
    roster,
    looks: samplerNamed(spec.method.type).looks,
    weigh: (trial) => weigh(trial, parts, shelf),
    withheld: new Set(
      roster
        .all()
        .filter((trial) => suspects.includes(trial) || paused.has(trial.id))
        .map(({ id }) => id)
        .concat(...elsewhere),
    ),
    promoted: paused.review,
    apart,
  });
  if (!stop.reason) await supply.open();
  let { total } = supply;
  roster.expect(total);
  observer.onSweepStart?.({ total, ended: roster.ended(), recovered });

  /** Points may turn out to be fewer than could be told. */
  function tellTotal(): void {
    if (supply.total === total) return;
    total = supply.total;
    roster.expect(total);
    observer.onTotal?.(total);
  }

  const count: LaneCount = {
    get lanes() {
      return queue.lanes + (queue.ahead ?? 0);
    },
    ...(queue.onChange ? { onChange: queue.onChange } : {}),
  };
  const allLanes = (first: readonly CohortToGoOn[] = []) =>
    runLanes<CohortToRun | CohortToGoOn>({
      ...{ count, stop, first },
      async next(lane) {
        const cohort = await supply.next(lane);
        tellTotal();
        return cohort;
      },
      run: async (cohort) =>
        supply.putBack(await ('left' in cohort ? runs.goOn(cohort) : runs.run(cohort))),
    });

  /** No other trial comes: all that were paused go on, or end. */
  async function settlePaused(): Promise<void> {
    roster.expect(roster.size);
    while (!stop.reason && paused.size > 0) {
      const before = progressOf(roster);
      await allLanes();
      if (stop.reason || paused.size === 0 || progressOf(roster) > before) continue;
      throw new Error(`${paused.size} paused trials can neither go on nor end`);
    }
  }

  // What a process that died left half written is gone by now, and counts for nothing.
  const disk = watchBudget(parts, stop);
  try {
    await allLanes(toGoOn);
    const cohorts: Again[] = suspectCohorts(
      suspects,
      ({ id }) => deaths.get(id)!,
      ({ id }) => shelf.of(id)?.id,
    ).map((trials) => ({ trials, pauseMs: 0 }));
    while (!stop.reason) {
      const next = cohorts.shift();
      if (!next) break;
      // Those that went wrong come again after the others.
      cohorts.push(...(await runs.run({ ...next, followed: false })));
    }
    await settlePaused();
    while (!stop.reason && (await supply.repeat())) {
      tellTotal();
      await allLanes();
      await settlePaused();
    }
  } catch (error) {
    // What can be left is gone on with.
    if (!runner.left) await abandon(parts);
    throw error;
  } finally {
    disk?.close();
  }
  if (parts.leave?.aborted) return null;
  shelf.clear();
  // A signal that finds nothing left to train stops nothing.
  const isCut = stop.reason === 'signal' && roster.ended() !== total;
  if (!stop.reason) {
    tellTotal();
    if (supply.remark !== null) await remark(supply.remark, 'equal');
  }
  const lacking = isCut ? null : ((await parts.finish?.()) ?? null);
  const { equal } = supply;
  return concludeSweep({ lacking, store, sweepId, total, equal, roster, work: runs.work(), stop });
}

/** Rises with every report and every end. */
function progressOf(roster: Roster): number {
  return roster.all().reduce((sum, { reports }) => sum + reports.length, roster.ended());
}

function watchBudget({ spec, diskUsed }: SweepParts, stop: Stop): { close(): void } | null {
  const { diskBytes, onDisk } = spec.budget;
  if (diskBytes == null || !diskUsed) return null;
  return watchDisk({ limit: diskBytes, atLimit: onDisk, used: diskUsed, stop });
}

/** Puts what still counts as running back, as far as a broken store lets us. */
async function abandon({ store, sweepId }: SweepParts): Promise<void> {
  try {
    await store.queue.giveBack(sweepId);
  } catch {
    // The error that led here says more than this one.
  }
}

/** Trials train together over one trunk, and from one snapshot on. */
function weigh({ id, recipe }: Trial, { backward, recipeFault }: SweepParts, shelf: Shelf) {
  // The trial fails with the reason when its turn comes.
  if (!recipe || recipeFault?.(recipe)) return { group: '', price: null };
  const from = shelf.of(id);
  const group = from ? `${keyOf(recipe.trunk)} from ${from.id}` : keyOf(recipe.trunk);
  return { group, price: priceTrial(recipe, backward) };
}
