import { fromTorch } from '../../src/assets/tensor-files/torch-layout.js';
import type { NetworkWeights, WeightTensor } from '../../src/assets/weights/weights.js';
import { networkCalled } from '../../src/networks/index.js';

/** Names and shapes in the order of PyTorch's state_dict, counters left out. */
export type StateDict = Readonly<Record<string, readonly number[]>>;

/** n numbers in [-1, 1): the same, to the bit, as generate-networks.py's `mixed`. */
export function mixed(seed: number, n: number): Float64Array {
  const start = Math.imul(seed, 40503);
  return Float64Array.from({ length: n }, (_, i) => {
    let h = (Math.imul(i, 2654435761) + start) >>> 0;
    for (let round = 0; round < 2; round += 1) h = Math.imul(h ^ (h >>> 15), 739982445) >>> 0;
    return ((h ^ (h >>> 16)) >>> 0) / 2 ** 31 - 1;
  });
}

/** A whole network of such numbers, as if read from a file of torchvision's. */
export function mixedWeights(architecture: string, tensors: StateDict): NetworkWeights {
  return {
    network: networkCalled(architecture),
    tensors: new Map(
      Object.entries(tensors).map(([name, shape], place) => [name, fill(name, shape, place)]),
    ),
    layout: 'v1.5',
    epsilon: 1e-5,
    normalization: { mean: [0, 0, 0], std: [1, 1, 1] },
    scale: [1, 1, 1],
    hash: architecture,
  };
}

function fill(name: string, shape: readonly number[], place: number): WeightTensor {
  const [, ...inputs] = shape;
  const fanIn = product(inputs);
  const values = mixed(place, product(shape));
  const toWeight = (v: number) => {
    if (shape.length === 4) return v * Math.sqrt(6 / fanIn);
    if (shape.length === 2) return v / Math.sqrt(fanIn);
    if (name.endsWith('running_var')) return 1 + 0.3 * v;
    return name.endsWith('weight') ? 0.7 + 0.2 * v : 0.1 * v;
  };
  return fromTorch({ shape, data: Float32Array.from(values, toWeight) });
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((all, size) => all * size, 1);
}
