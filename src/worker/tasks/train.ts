import { type CohortWork, NO_WORK } from '../../core/cohort-work.js';
import { serializeError } from '../../core/errors.js';
import type { TrialOutcome } from '../../core/trial.js';
import type { CohortHooks } from '../../train/cohort/cohort-run.js';
import { trainCohort } from '../../train/cohort/train-cohort.js';
import { Interrupted } from '../../train/interrupted.js';
import { openRoom } from '../../train/loaded.js';
import { openControl } from '../protocol/control.js';
import type { TrainMessage } from '../protocol/messages.js';
import type { CohortTask } from '../protocol/tasks.js';

/** Milliseconds between two `step` messages. */
const STEP_INTERVAL = 250;

/**
 * Trains a cohort and tells of each trial's end as it comes.
 *
 * What goes wrong while several train may be another's doing (memory, above all): those trials come
 * back `interrupted` with the error, to run again alone. Alone, an error fails the trial.
 */
export async function train(task: CohortTask): Promise<CohortWork> {
  const control = openControl(task.control);
  const waiting = new Set(task.trials.map(({ trialId }) => trialId));
  const send = (message: TrainMessage) => task.port.postMessage(message);
  let lastStep = 0;

  function end(outcome: TrialOutcome): void {
    waiting.delete(outcome.trialId);
    send({ type: 'end', outcome });
  }

  function fail(trialIds: Iterable<number>, error: unknown): void {
    const state = task.trials.length > 1 ? 'interrupted' : 'failed';
    for (const trialId of [...trialIds]) end({ trialId, state, error: serializeError(error) });
  }

  const hooks: CohortHooks = {
    report: ({ trialId }, report) => send({ type: 'report', trialId, report }),
    verdict: ({ index }, epoch) => control.waitForVerdict(index, epoch),
    end: ({ trialId }, outcome) => end({ trialId, ...outcome }),
    fail(members, error) {
      if (error instanceof Interrupted || isTrap(error)) throw error;
      fail(
        members.map(({ trialId }) => trialId),
        error,
      );
    },
    note: ({ trialId }, message) => send({ type: 'note', trialId, message }),
    step(members, progress) {
      if (performance.now() - lastStep < STEP_INTERVAL) return;
      lastStep = performance.now();
      send({ type: 'step', trialIds: members.map(({ trialId }) => trialId), progress });
    },
    pause() {
      if (control.stopRequested()) throw new Interrupted();
    },
  };

  try {
    hooks.pause();
    const room = await openRoom(task);
    if (!task.sharing) room.features.clear();
    room.features.begin({ memoryBytes: task.cacheBytes, spill: task.spill });
    return await trainCohort(room, task.trials, hooks, {
      keepAugmented: task.followed,
      keep: task.keep,
    });
  } catch (error) {
    if (!(error instanceof Interrupted)) fail(waiting, error);
    for (const trialId of [...waiting]) end({ trialId, state: 'interrupted' });
    return NO_WORK;
  }
}

/** After WebAssembly trapped, no call into that instance works: the whole cohort is lost. */
function isTrap(error: unknown): boolean {
  return error instanceof Error && /RuntimeError$/.test(error.constructor.name);
}
