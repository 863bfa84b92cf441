import type { EvaluateTask, Evaluation } from '../../core/messages.js';
import { evaluateHead } from '../evaluate-head.js';
import { prepareTrial } from '../prepare-trial.js';
import { openRoom } from '../room.js';
import { readCheckpoint } from '../weights/checkpoint-file.js';

/** Measures a trial's best weights on the test split: the only task that reads it. */
export async function evaluate(task: EvaluateTask): Promise<Evaluation> {
  const room = await openRoom(task);
  const { tensors: saved } = readCheckpoint(task.checkpoint);
  const trial = await prepareTrial(room, task.recipe, { saved });
  try {
    const set = trial.whole(task.split);
    const total = set.labels.length;
    let done = 0;
    const result = evaluateHead(room.engine, trial.head, set, trial.classes, () => {
      task.port.postMessage({ type: 'progress', label: 'test', done, total, unit: 'images' });
      done = Math.min(total, done + 64);
    });
    return { images: total, ...result };
  } finally {
    trial.dispose();
  }
}
