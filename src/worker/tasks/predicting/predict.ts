import { datasetFor } from '../../../assets/datasets/index.js';
import { readTrained } from '../../../assets/weights/read-trained.js';
import type { Prediction } from '../../../core/evaluation.js';
import { openLoaded } from '../../../train/loaded.js';
import { type PreparedNetwork, prepareNetwork } from '../../../train/prepare-network.js';
import { cutOf } from '../../../train/trunk/trunk.js';
import type { Predicted, PredictTask } from '../../protocol/tasks.js';
import { comingImages, type DecodedImage } from './coming-images.js';

/** Images that pass the frozen layers at once: they take as long for one. */
const BLOCK = 32;

/**
 * Classifies image files with a trial's best weights, decoded as the sweep's own images were. An
 * image's bits do not depend on those that come with it: frozen layers see blocks of one size, and
 * layers that trained see each image alone, unless it is all the same to the backend.
 */
export async function predict(task: PredictTask): Promise<void> {
  const { recipe, classNames, top, port } = task;
  const loaded = await openLoaded(task);
  const network = await prepareNetwork(loaded, recipe.trunk);
  const head = network.createHead(
    recipe.training,
    classNames.length,
    readTrained(network.weights, task),
  );
  const { tf, samplesApart } = loaded.engine;
  const { data: source } = recipe.trunk;
  const decode = datasetFor(source.source).decode;
  const images = comingImages(port, (path) => decode(path, source.decodeSize));

  function classify(decoded: readonly DecodedImage[]): readonly Prediction[] {
    if (decoded.length === 0) return [];
    const all = tf.tidy(() => {
      const features = featuresOf(network, recipe, decoded);
      if (samplesApart) return tf.softmax(head.predict(features));
      return tf.concat(decoded.map((_, i) => tf.softmax(head.predict(tf.slice(features, i, 1)))));
    });
    const values = all.dataSync<'float32'>();
    all.dispose();
    const classes = classNames.length;
    return decoded.map(({ image }, i) => {
      const own = values.subarray(i * classes, (i + 1) * classes);
      return { image, classes: ranked(own, classNames, top) };
    });
  }

  try {
    for (;;) {
      const some = await images.take(BLOCK);
      if (some.length === 0) break;
      const predictions = classify(some.filter((each) => 'data' in each)).values();
      const answer = some.map((each): Predicted => {
        return 'why' in each ? each : predictions.next().value!;
      });
      port.postMessage(answer);
    }
    port.postMessage(null);
  } finally {
    head.dispose();
    port.close();
  }
}

function featuresOf(
  { toInput, trunk }: PreparedNetwork,
  recipe: PredictTask['recipe'],
  decoded: readonly DecodedImage[],
) {
  const { side, data: first } = decoded[0]!;
  const data = new Uint8Array(decoded.length * first.length);
  for (const [i, each] of decoded.entries()) data.set(each.data, i * first.length);
  const input = toInput({ data, side, size: decoded.length });
  return trunk.features(input, [cutOf(recipe)]).features[0]!;
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
