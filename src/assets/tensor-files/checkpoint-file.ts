import type { WeightTensor } from '../weights/weights.js';
import { withSafetensors } from './safetensors-read.js';
import { writeSafetensors } from './safetensors-write.js';

export interface Checkpoint {
  /** Trained tensors and running statistics by torchvision's names, in the shapes used here. */
  readonly tensors: ReadonlyMap<string, WeightTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Keeps what makes a head differ from the weights it started from. A `.safetensors` file, but with
 * filters as [k, k, in, out]: `exportSafetensors` makes the file for PyTorch.
 *
 * @throws {WeightsError} it cannot be written.
 */
export function writeCheckpoint(
  path: string,
  tensors: Checkpoint['tensors'],
  metadata: Checkpoint['metadata'],
): void {
  writeSafetensors(path, tensors, { format: 'thaw-checkpoint', ...metadata });
}

/** @throws {WeightsError} missing or broken. */
export function readCheckpoint(path: string): Checkpoint {
  return withSafetensors(path, ({ tensors, metadata, read }) => ({
    tensors: new Map([...tensors.keys()].map((name) => [name, read(name)])),
    metadata,
  }));
}
