import { rngFor } from '../../core/random.js';
import type { WeightsDef, WeightTensor } from '../weights.js';
import { hashTensors } from './hash.js';
import { IMAGENET } from './input-transform.js';
import { BN_TENSORS, CONVS, FEATURES } from './shapes.js';

/**
 * Weights drawn from the seed, as torchvision's `resnet50(weights=None)` draws them: filters normal
 * with variance 2 / (k * k * out) (He et al. 2015, eq. 14), batch norms 1 and 0. Each filter's draws
 * are keyed by its name.
 */
export const random: WeightsDef = {
  type: 'random',
  summary: 'drawn from the seed, to train from nothing',
  matches: (weights) => weights === 'random',
  async prepare() {},
  async load(_model, _cacheDir, seed) {
    const tensors = new Map<string, WeightTensor>();
    for (const { conv, bn, shape } of CONVS) {
      const [k, , , out] = shape;
      const std = Math.sqrt(2 / (k * k * out));
      tensors.set(`${conv}.weight`, normal(shape, std, seed, conv));
      for (const name of BN_TENSORS) {
        const ones = name === 'weight' || name === 'running_var';
        const data = new Float32Array(out).fill(ones ? 1 : 0);
        tensors.set(`${bn}.${name}`, { shape: [out], data });
      }
    }
    tensors.set('fc.weight', normal([FEATURES, CLASSES], Math.sqrt(1 / FEATURES), seed, 'fc'));
    tensors.set('fc.bias', { shape: [CLASSES], data: new Float32Array(CLASSES) });
    return {
      tensors,
      layout: 'v1.5',
      epsilon: 1e-5,
      normalization: IMAGENET,
      scale: [1, 1, 1],
      hash: hashTensors(tensors),
    };
  },
};

/** Of the classifier, which every trial replaces by its own. */
const CLASSES = 1000;

function normal(shape: readonly number[], std: number, seed: number, name: string): WeightTensor {
  const next = fastUniform(rngFor('weights', seed, name));
  const data = new Float32Array(shape.reduce((product, n) => product * n, 1));
  for (let i = 0; i < data.length; i += 2) {
    // Box & Muller (1958), both halves.
    const radius = std * Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    data[i] = radius * Math.cos(angle);
    if (i + 1 < data.length) data[i + 1] = radius * Math.sin(angle);
  }
  return { shape, data };
}

/**
 * xoshiro128** (Blackman & Vigna 2018), its state drawn from the keyed stream: that stream alone
 * would take ten seconds for 25 million weights.
 */
function fastUniform(seed: () => number): () => number {
  let [a, b, c, d] = [0, 0, 0, 0].map(() => Math.floor(seed() * 2 ** 32)) as [
    number,
    number,
    number,
    number,
  ];
  return () => {
    const x = Math.imul(b, 5);
    const result = Math.imul((x << 7) | (x >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result / 2 ** 32;
  };
}
