import { type Rng, rngFor } from '../../core/random.js';
import { IMAGENET } from '../../core/recipe.js';
import { networkCalled } from '../../networks/index.js';
import { BN_TENSORS, bodyConvs } from '../../networks/shapes.js';
import { hashTensors } from '../tensor-files/hash.js';
import type { WeightsDef, WeightTensor } from './weights.js';

/**
 * Weights drawn from the seed, as torchvision's ResNets (`weights=None`) draw them: filters normal
 * with variance 2 / (k * k * out) (He et al. 2015, eq. 14), batch norms 1 and 0. Each filter's draws
 * are keyed by its name.
 */
export const random: WeightsDef = {
  type: 'random',
  summary: 'drawn from the seed, to train from scratch',
  architecture: null,
  matches: (weights) => weights === 'random',
  async prepare() {},
  digest: () => 'random',
  standard: () => IMAGENET,
  async load({ architecture }, _cacheDir, seed) {
    const network = networkCalled(architecture);
    const { features } = network;
    const tensors = new Map<string, WeightTensor>();
    for (const { conv, bn, shape } of bodyConvs(network)) {
      const [k, , , out] = shape;
      const std = Math.sqrt(2 / (k * k * out));
      tensors.set(`${conv}.weight`, normal(shape, std, seed, conv));
      for (const name of BN_TENSORS) {
        const ones = name === 'weight' || name === 'running_var';
        const data = new Float32Array(out).fill(ones ? 1 : 0);
        tensors.set(`${bn}.${name}`, { shape: [out], data });
      }
    }
    tensors.set('fc.weight', normal([features, CLASSES], Math.sqrt(1 / features), seed, 'fc'));
    tensors.set('fc.bias', { shape: [CLASSES], data: new Float32Array(CLASSES) });
    return {
      network,
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
  // One more, if odd, so that draws come in pairs.
  const length = shape.reduce((product, n) => product * n, 1);
  const data = new Float32Array(length + (length % 2));
  fillUniform(data, rngFor('weights', seed, name));
  for (let i = 0; i < data.length; i += 2) {
    // Box & Muller (1958), both halves.
    const radius = std * Math.sqrt(-2 * Math.log(1 - data[i]!));
    const angle = 2 * Math.PI * data[i + 1]!;
    data[i] = radius * Math.cos(angle);
    data[i + 1] = radius * Math.sin(angle);
  }
  return { shape, data: data.subarray(0, length) };
}

/**
 * Fills with multiples of 2^-24 in [0, 1) by xoshiro128** (Blackman & Vigna 2018), its state drawn
 * from the keyed stream: that stream alone would take ten seconds for 25 million weights.
 */
function fillUniform(data: Float32Array, rng: Rng): void {
  const word = () => Math.floor(rng() * 2 ** 32) | 0;
  let [a, b, c, d] = [word(), word(), word(), word()];
  for (let i = 0; i < data.length; i += 1) {
    const x = Math.imul(b, 5);
    data[i] = (Math.imul((x << 7) | (x >>> 25), 9) >>> 8) * 2 ** -24;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
  }
}
