import { randomUUID } from 'node:crypto';
import type { CohortWork } from '../../core/cohort-work.js';
import { serializeError } from '../../core/errors.js';
import type { Trial, TrialEnd, TrialTask } from '../../core/trial.js';
import { memoryNumbers } from '../faults/memory-numbers.js';
import type { RunningSweep } from '../running-sweep.js';
import type { SweepParts } from '../sweep-parts.js';
import { cohortEvents } from './cohort-events.js';
import type { Cohort } from './queue.js';

/**
 * Runs a cohort to its end, from the snapshot that its trials have in common if they have one, and
 * stores all it tells. Rejects when runner or store broke.
 */
export async function runCohort(
  { trials, followed }: Pick<Cohort, 'trials' | 'followed'>,
  sweep: RunningSweep,
): Promise<CohortWork | null> {
  const { parts, stop, shelf } = sweep;
  const trialIds = trials.map(({ id }) => id);
  const from = shelf.of(trialIds[0]!);
  const name = `${trialIds[0]}-${randomUUID().slice(0, 8)}`;
  const { planned, over, reasons } = planTasks(trials, sweep);
  const events = cohortEvents(
    {
      ...{ name, trialIds, reasons },
      epochs: from?.epoch ?? 0,
      company: planned.length,
      inNumbers: memoryNumbers(planned, parts),
    },
    sweep,
  );
  if (over.length > 0) {
    const its = over.map(({ trialId }) => trialId);
    await events.beginWith(its, parts.provenance);
  }
  for (const told of over) await events.end(told);
  if (planned.length === 0) return null;
  return parts.runner.run(
    {
      name,
      trials: planned,
      followed,
      placeFile: parts.files.placeFile(name),
      from: from ? { ...from, path: shelf.pathOf(from) } : null,
      stored: from,
      snapshots: parts.snapshots && {
        ...parts.snapshots,
        base: parts.files.snapshotBase(name),
        maxBytes: shelf.allowance(trialIds),
      },
    },
    events,
    stop.signal,
    stop.asked,
  );
}

interface Planned {
  readonly planned: readonly TrialTask[];
  /** Trials that end before they begin. */
  readonly over: readonly TrialEnd[];
  /** Why, of those that need not begin. */
  readonly reasons: ReadonlyMap<number, string>;
}

function planTasks(trials: readonly Trial[], { parts, judge }: RunningSweep): Planned {
  const reasons = new Map<number, string>();
  const planned: TrialTask[] = [];
  const over: TrialEnd[] = [];
  const needless = judge.beforehand(trials);
  for (const trial of trials) {
    const why = needless.get(trial.id);
    if (why !== undefined) {
      reasons.set(trial.id, `pruned before it began: ${why}`);
      over.push({ trialId: trial.id, how: 'stopped' });
      continue;
    }
    try {
      planned.push(taskOf(trial, parts));
    } catch (error) {
      over.push({
        trialId: trial.id,
        how: 'broke',
        error: { ...serializeError(error), code: 'E_CONFIG' },
      });
    }
  }
  return { planned, over, reasons };
}

/** What the runner is given. @throws the trial's params made no recipe, or none to train by. */
function taskOf(trial: Trial, parts: SweepParts): TrialTask {
  const { spec, files } = parts;
  const { id, recipe } = trial;
  if (!recipe) throw noRecipe(trial, parts);
  const fault = parts.recipeFault?.(recipe) ?? null;
  if (fault !== null) {
    throw new Error(`its recipe is damaged, or of another version of Thaw: ${fault}`);
  }
  return { trialId: id, recipe, checkpoint: spec.keep > 0 ? files.checkpoint(id) : null };
}

/** Why a trial was laid down without a recipe: its params make none, or made none then. */
function noRecipe({ params, replicate }: Trial, { recipeFor }: SweepParts): unknown {
  try {
    recipeFor(params, replicate);
  } catch (error) {
    return error;
  }
  return new Error(
    'its parameters made no recipe when it was laid down; a new sweep may train them',
  );
}
