import type { CohortWork } from '../../core/cohort-work.js';
import type { Trial } from '../../core/trial.js';
import { memoryNumbers } from '../faults/memory-numbers.js';
import type { LeftCohort } from '../runners/runner.js';
import type { RunningSweep } from '../running-sweep.js';
import type { SweepParts } from '../sweep-parts.js';
import { cohortEvents } from './cohort-events.js';

/** A cohort that an earlier run left, and those of its trials that have not ended in it. */
export interface CohortToGoOn {
  readonly left: LeftCohort;
  readonly own: readonly Trial[];
}

/**
 * Finds what is still to come of the cohorts that were left. Once it has begun, a cohort has those
 * trials that run as part of it: others have ended, and may be anywhere by now. `trials`: of the sweep,
 * as its recovery left them.
 */
export async function findLeft(
  cohorts: readonly LeftCohort[],
  trials: readonly Trial[],
  { store, sweepId }: Pick<SweepParts, 'store' | 'sweepId'>,
): Promise<readonly CohortToGoOn[]> {
  if (cohorts.length === 0) return [];
  const known = new Map(trials.map((trial) => [trial.id, trial] as const));
  // A call for each of the twenty thousand that a thousand agents train takes minutes.
  const latest = new Map<number, string | null>();
  for (const { trialId, cohort } of await store.readings.allAttempts(sweepId)) {
    latest.set(trialId, cohort);
  }
  return cohorts.map((left) => {
    const all = left.trialIds.flatMap((id) => known.get(id) ?? []);
    const running = all.filter(
      ({ id, state }) => state === 'running' && latest.get(id) === left.name,
    );
    const hasBegun = left.hasBegun || running.length > 0;
    const waiting = all.filter(({ state }) => state === 'queued');
    return { left, own: hasBegun ? running : waiting };
  });
}

/** Goes on listening to a cohort, to its end. Rejects when runner or store broke. */
export function goOnWith(
  { left, own }: CohortToGoOn,
  sweep: RunningSweep,
): Promise<CohortWork | null> {
  const { parts, roster, shelf, stop } = sweep;
  const trialIds = own.map(({ id }) => id);
  const tasks = trialIds.map(roster.get).flatMap(({ recipe }) => (recipe ? [{ recipe }] : []));
  const events = cohortEvents(
    {
      ...{ name: left.name, trialIds, reasons: left.reasons },
      epochs: (own[0] && shelf.of(own[0].id)?.epoch) ?? 0,
      company: own.length,
      inNumbers: memoryNumbers(tasks, parts),
    },
    sweep,
  );
  return parts.runner.left!.goOn(left, events, stop.signal, stop.asked);
}
