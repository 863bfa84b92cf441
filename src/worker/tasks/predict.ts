import { datasetFor } from '../../assets/datasets/index.js';
import { readTrained } from '../../assets/weights/read-trained.js';
import { DataError } from '../../core/errors.js';
import type { Prediction, UnreadImage } from '../../core/evaluation.js';
import { openLoaded } from '../../train/loaded.js';
import { prepareNetwork } from '../../train/prepare-network.js';
import { cutOf } from '../../train/trunk/trunk.js';
import type { Predicted, PredictTask } from '../protocol/tasks.js';

/** Classifies image files with a trial's best weights, decoded as the sweep's own images were. */
export async function predict(task: PredictTask): Promise<Predicted> {
  const { recipe, classNames, top } = task;
  const loaded = await openLoaded(task);
  const { weights, trunk, toInput, createHead } = await prepareNetwork(loaded, recipe.trunk);
  const saved = readTrained(weights, task);
  const head = createHead(recipe.training, classNames.length, saved);
  const { tf } = loaded.engine;
  const { data: source } = recipe.trunk;
  const decode = datasetFor(source.source).decode;
  try {
    const predictions: Prediction[] = [];
    const unread: UnreadImage[] = [];
    for (const image of task.images) {
      const decoded = await decode(image, source.decodeSize).catch((error: unknown) => {
        if (!(error instanceof DataError)) throw error;
        unread.push({ image, why: error.message });
      });
      if (!decoded) continue;
      const { data, side } = decoded;
      const probabilities = tf.tidy(() => {
        const input = toInput({ data, side, size: 1 });
        const [features] = trunk.features(input, [cutOf(recipe)]).features;
        return tf.softmax(head.predict(features!));
      });
      const values = probabilities.dataSync<'float32'>();
      probabilities.dispose();
      predictions.push({ image, classes: ranked(values, classNames, top) });
    }
    return { predictions, unread };
  } finally {
    head.dispose();
  }
}

function ranked(
  values: Float32Array,
  classNames: readonly string[],
  top: number,
): Prediction['classes'] {
  return classNames
    .map((name, index) => ({ name, probability: values[index]! }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, top);
}
