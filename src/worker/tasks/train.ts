import { availableParallelism } from 'node:os';
import { type CohortWork, NO_WORK } from '../../core/cohort-work.js';
import { serializeError } from '../../core/errors.js';
import type { TrialEnd } from '../../core/trial.js';
import { augmentThreadCount } from '../../train/augmenting/thread-count.js';
import type { CohortHooks } from '../../train/cohort/cohort-run.js';
import { trainCohort } from '../../train/cohort/train-cohort.js';
import { Interrupted } from '../../train/interrupted.js';
import { openLoaded } from '../../train/loaded.js';
import { openControl } from '../protocol/control.js';
import type { TrainMessage } from '../protocol/messages.js';
import type { CohortTask } from '../protocol/tasks.js';
import { checkImages } from './check-images.js';
import { createPlaceMark } from './place-mark.js';
import { tellOfPrograms } from './tell-of-programs.js';

/** Milliseconds between two `step` messages. */
const STEP_INTERVAL = 250;

/** What starts the threads that augment images. */
const SUPERVISOR = new URL('../../train/augmenting/supervisor.js', import.meta.url);

/** Trains a cohort, tells of each epoch and of each trial's end as it comes. */
export async function train(task: CohortTask): Promise<CohortWork> {
  const control = openControl(task.control);
  const waiting = new Set(task.trials.map(({ trialId }) => trialId));
  const send = (message: TrainMessage) => task.port.postMessage(message);
  const place = createPlaceMark(task.placeFile, task.trials.length === 1);
  let lastStep = 0;
  let compiled: ReturnType<typeof tellOfPrograms> = () => ({});

  function end(told: TrialEnd): void {
    waiting.delete(told.trialId);
    send({ type: 'end', end: told });
  }

  function endAll(trialIds: Iterable<number>, how: Omit<TrialEnd, 'trialId'>): void {
    for (const trialId of [...trialIds]) end({ trialId, ...how });
  }

  const hooks: CohortHooks = {
    epoch(epoch, members) {
      const reports = members.map(({ member, report }) => ({ trialId: member.trialId, report }));
      send({ type: 'epoch', epoch, reports });
      place.rest();
      const verdicts = control.waitFor(epoch);
      return verdicts === 'interrupt' ? verdicts : ({ index }) => verdicts(index);
    },
    end: ({ trialId }, how) => end({ trialId, ...how }),
    fail(members, error) {
      if (error instanceof Interrupted || isTrap(error)) throw error;
      const trialIds = members.map(({ trialId }) => trialId);
      endAll(trialIds, { how: 'broke', error: serializeError(error) });
    },
    note: ({ trialId }, message) => send({ type: 'note', trialId, message }),
    snapshot(made) {
      control.beginSaving();
      send({ type: 'snapshot', made });
    },
    noSnapshot: (why) => send({ type: 'no-snapshot', why, startOver: false }),
    startOver: (why) => send({ type: 'no-snapshot', why, startOver: true }),
    isSaving: control.isSaving,
    step(members, progress) {
      place.at(progress.epoch, progress.step);
      if (performance.now() - lastStep < STEP_INTERVAL) return;
      lastStep = performance.now();
      send({ type: 'step', trialIds: members.map(({ trialId }) => trialId), progress });
    },
    pause() {
      place.next();
      if (control.stopRequested()) throw new Interrupted();
    },
  };

  try {
    hooks.pause();
    checkImages(task);
    const loaded = await openLoaded(task);
    if (!task.sharing) loaded.features.clear();
    // Before this thread compiles, which lets it say nothing else.
    compiled = tellOfPrograms(loaded.engine.programs, {
      compiling: (title) => send({ type: 'compiling', trialIds: [...waiting], title }),
      fallback: (why) => send({ type: 'not-compiled', why }),
    });
    loaded.features.begin({ memoryBytes: task.cacheBytes, spill: task.spill });
    const work = await trainCohort(loaded, task.trials, hooks, {
      keepAugmented: task.followed,
      keep: task.keep,
      from: task.from,
      orders: task.snapshots,
      threads: {
        count: augmentThreadCount(loaded.engine.info.kind, availableParallelism()),
        supervisor: SUPERVISOR,
      },
    });
    return { ...work, ...compiled() };
  } catch (error) {
    if (error instanceof Interrupted) endAll(waiting, { how: 'interrupted' });
    else endAll(waiting, { how: 'broke', error: serializeError(error) });
    return { ...NO_WORK, ...compiled() };
  } finally {
    place.close();
  }
}

/** After WebAssembly trapped, no call into that instance works: the whole cohort is lost. */
function isTrap(error: unknown): boolean {
  return error instanceof Error && /RuntimeError$/.test(error.constructor.name);
}
