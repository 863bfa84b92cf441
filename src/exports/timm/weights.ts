import {
  type TensorToWrite,
  writeSafetensors,
} from '../../assets/tensor-files/safetensors-write.js';
import { convsOf } from '../../networks/layers.js';
import type { OpenNetwork } from '../model/network-file.js';

/** Of every batch norm of PyTorch's. */
const EPSILON = 1e-5;

/**
 * Writes a network's tensors for batch norms with PyTorch's epsilon: `weight / sqrt(variance +
 * epsilon)` is what it was, the weight is scaled by what the root has changed.
 */
export function writeTimmWeights({ body, tensors, epsilon }: OpenNetwork, output: string): void {
  const { recipe, ...metadata } = tensors.metadata;
  const written = new Map<string, TensorToWrite>();
  for (const [name, { dtype }] of tensors.tensors) {
    const counter = { shape: [], data: new BigInt64Array(1) };
    written.set(name, dtype === 'I64' ? counter : tensors.read(name));
  }
  if (epsilon !== EPSILON) {
    for (const { bn } of convsOf(body)) {
      const { shape, data } = tensors.read(`${bn}.weight`);
      const variance = tensors.read(`${bn}.running_var`).data;
      const scaled = data.map((weight, channel) => {
        const { [channel]: v = 0 } = variance;
        return weight * Math.sqrt((v + EPSILON) / (v + epsilon));
      });
      written.set(`${bn}.weight`, { shape, data: scaled });
    }
  }
  writeSafetensors(output, written, { ...metadata, epsilon: String(EPSILON) });
}
