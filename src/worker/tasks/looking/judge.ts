import { drawnImages } from '../../../assets/datasets/looking/drawn-images.js';
import { imagePlace } from '../../../assets/datasets/looking/image-place.js';
import { readTrained } from '../../../assets/weights/read-trained.js';
import type { Judged } from '../../../core/looking/looked.js';
import { prepareCohort } from '../../../train/cohort/prepare-cohort.js';
import { evaluateHeads } from '../../../train/evaluate-heads.js';
import { openLoaded } from '../../../train/loaded.js';
import { logSumExp } from '../../../train/step/loss.js';
import type { Meter } from '../../../train/trunk/meter.js';
import { cutOf } from '../../../train/trunk/trunk.js';
import type { JudgeTask } from '../../protocol/tasks.js';

/** Passes the images that a trial was validated on through its best weights, as its training did. */
export async function judge(task: JudgeTask): Promise<Judged> {
  const { recipe, port } = task;
  const { data, model, seed } = recipe.trunk;
  const loaded = await openLoaded(task);
  const { dataset } = await loaded.dataset(data);
  const { val, valSplit } = drawnImages(dataset, data, seed);
  let done = 0;
  const meter: Meter = {
    passed(_cuts, _seconds, images) {
      done = Math.min(done + images, val.length);
      const unit = 'images';
      port.postMessage({ type: 'progress', label: 'validation', done, total: val.length, unit });
    },
    inherited: () => {},
  };
  const cohort = await prepareCohort(loaded, recipe.trunk, { meter });
  const saved = readTrained(await loaded.weights(model, seed), task);
  const head = cohort.createHead(recipe.training, saved);
  const probabilities = new Float32Array(val.length * cohort.classes);
  let filled = 0;
  const onLogits = (logits: Float32Array) => {
    probabilities.set(softmax(logits, cohort.classes), filled);
    filled += logits.length;
  };
  try {
    const heads = [{ head, cut: cutOf(recipe), onLogits }];
    const [result] = evaluateHeads(loaded.engine, heads, cohort.val, cohort.classes, () => {});
    const { accuracy, confusion } = result!;
    const images = Array.from(val, (row) => imagePlace(dataset, data.source, valSplit, row));
    return { images, probabilities, accuracy, confusion };
  } finally {
    head.dispose();
    await cohort.close();
  }
}

function softmax(logits: Float32Array, classes: number): Float32Array {
  return logits.map((_, i) => {
    const from = i - (i % classes);
    return Math.exp(logits[i]! - logSumExp(logits, from, from + classes));
  });
}
