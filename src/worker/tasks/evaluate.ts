import { readTrained } from '../../assets/weights/read-trained.js';
import type { Evaluation } from '../../core/evaluation.js';
import { prepareCohort } from '../../train/cohort/prepare-cohort.js';
import { evaluateHeads } from '../../train/evaluate-heads.js';
import { openLoaded } from '../../train/loaded.js';
import type { Meter } from '../../train/trunk/meter.js';
import { cutOf } from '../../train/trunk/trunk.js';
import type { EvaluateTask } from '../protocol/tasks.js';

/** Measures a trial's best weights on the test split: the only task that reads it. */
export async function evaluate(task: EvaluateTask): Promise<Evaluation> {
  const { recipe, split, port } = task;
  const loaded = await openLoaded(task);
  let total = 0;
  let done = 0;
  const meter: Meter = {
    passed(_cuts, _seconds, images) {
      // A block that turned out not to fit the cache passes twice.
      done = Math.min(done + images, total);
      port.postMessage({ type: 'progress', label: split, done, total, unit: 'images' });
    },
    inherited: () => {},
  };
  const cohort = await prepareCohort(loaded, recipe.trunk, { meter });
  const set = cohort.whole(split);
  total = set.labels.length;
  const { model, seed } = recipe.trunk;
  const saved = readTrained(await loaded.weights(model, seed), task);
  const head = cohort.createHead(recipe.training, saved);
  try {
    const heads = [{ head, cut: cutOf(recipe) }];
    const [result] = evaluateHeads(loaded.engine, heads, set, cohort.classes, () => {});
    const { loss, lossDeviation, accuracy, calibrationError, confusion } = result!;
    return { images: total, loss, lossDeviation, accuracy, calibrationError, confusion };
  } finally {
    head.dispose();
  }
}
