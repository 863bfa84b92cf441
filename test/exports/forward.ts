import { readTrained } from '../../src/assets/weights/read-trained.js';
import { rngFor } from '../../src/core/random.js';
import type { TrainedModel } from '../../src/exports/export-format.js';
import { openLoaded } from '../../src/train/loaded.js';
import { prepareNetwork } from '../../src/train/prepare-network.js';
import { cutOf } from '../../src/train/trunk/trunk.js';

/** Images of noise: bytes as Thaw has them, and planes of RGB in 0..1 as others do. */
export function sampleImages(side: number, count: number) {
  const draw = rngFor('noise', side);
  const bytes = Uint8Array.from({ length: count * side * side * 3 }, () =>
    Math.floor(256 * draw()),
  );
  const planes = Float32Array.from(bytes, (_, at) => {
    const pixel = at % (side * side);
    const channel = Math.floor(at / (side * side)) % 3;
    const image = Math.floor(at / (side * side * 3));
    return bytes[(image * side * side + pixel) * 3 + channel]! / 255;
  });
  return { bytes, planes };
}

/** Logits of images of the network's own size, by Thaw's own layers, [count][classes]. */
export async function logitsOf(
  { weights, recipe, classNames }: Pick<TrainedModel, 'weights' | 'recipe' | 'classNames'>,
  data: Uint8Array,
  count: number,
): Promise<readonly (readonly number[])[]> {
  const { architecture } = recipe.trunk.model;
  const trunkRecipe = { ...recipe.trunk, model: { architecture, weights } };
  const whole = { ...recipe, trunk: trunkRecipe };
  const loaded = await openLoaded({ backend: 'wasm', cacheDir: '' });
  const prepared = await prepareNetwork(loaded, trunkRecipe);
  const saved = readTrained(prepared.weights, { recipe: whole, classNames, checkpoint: null });
  const head = prepared.createHead(recipe.training, classNames.length, saved);
  const { tf } = loaded.engine;
  try {
    const logits = tf.tidy(() => {
      const input = prepared.toInput({ data, side: recipe.trunk.imageSize, size: count });
      const [features] = prepared.trunk.features(input, [cutOf(whole)]).features;
      return head.predict(features!);
    });
    const values = Array.from(logits.dataSync<'float32'>());
    logits.dispose();
    const classes = classNames.length;
    return Array.from({ length: count }, (_, i) => values.slice(i * classes, (i + 1) * classes));
  } finally {
    head.dispose();
  }
}
