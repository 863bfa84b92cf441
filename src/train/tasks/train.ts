import { openControl } from '../../core/control.js';
import { serializeError } from '../../core/errors.js';
import type { CohortTask, TrainMessage, TrialTask } from '../../core/messages.js';
import type { TrialOutcome } from '../../core/trial.js';
import { saveHead } from '../checkpoint.js';
import { Interrupted } from '../interrupted.js';
import { prepareTrial } from '../prepare-trial.js';
import { openRoom } from '../room.js';
import { trainTrial } from '../train-trial.js';

/** Milliseconds between two `step` messages. */
const STEP_INTERVAL = 250;

/**
 * Trains a cohort: its trials one after another, over the frozen outputs that the room keeps.
 * An error in one trial is that trial's outcome and no other's.
 */
export async function train(task: CohortTask): Promise<readonly TrialOutcome[]> {
  const outcomes: TrialOutcome[] = [];
  for (const [index, trial] of task.trials.entries()) {
    outcomes.push(await trainOne(task, trial, index));
  }
  return outcomes;
}

async function trainOne(task: CohortTask, trial: TrialTask, index: number): Promise<TrialOutcome> {
  const { trialId, recipe, checkpoint } = trial;
  const control = openControl(task.control);
  const send = (message: TrainMessage) => task.port.postMessage(message);
  const pause = () => {
    if (control.stopRequested()) throw new Interrupted();
  };
  let kept: { readonly checkpointEpoch?: number } = {};
  let lastStep = 0;

  try {
    pause();
    const room = await openRoom(task);
    room.features.limit(task.cacheBytes);
    const prepared = await prepareTrial(room, recipe, { pause });
    try {
      const end = trainTrial(prepared, recipe, {
        pause,
        report(report) {
          send({ type: 'report', trialId, report });
          return control.waitForVerdict(index, report.epoch);
        },
        note: (message) => send({ type: 'note', trialId, message }),
        step(epoch, step, steps) {
          if (performance.now() - lastStep < STEP_INTERVAL) return;
          lastStep = performance.now();
          send({ type: 'step', trialId, epoch, epochs: recipe.epochs, step, steps });
        },
        keep(epoch) {
          if (checkpoint === null) return;
          saveHead(checkpoint, prepared.head, epoch);
          kept = { checkpointEpoch: epoch };
        },
      });
      return {
        trialId,
        state: end.state,
        ...(end.why === undefined ? {} : { error: { code: 'E_TRIAL', message: end.why } }),
        ...kept,
      };
    } finally {
      prepared.dispose();
    }
  } catch (error) {
    if (error instanceof Interrupted) return { trialId, state: 'interrupted', ...kept };
    return { trialId, state: 'failed', error: serializeError(error) };
  }
}
