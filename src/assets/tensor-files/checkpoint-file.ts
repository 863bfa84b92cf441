import { messageOf, WeightsError } from '../../core/errors.js';
import { hashFile } from '../../machine/files/hash-file.js';
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
 * @returns the file's SHA-256, hex.
 * @throws {DiskError} it cannot be written.
 */
export function writeCheckpoint(
  path: string,
  tensors: Checkpoint['tensors'],
  metadata: Checkpoint['metadata'],
): string {
  return writeSafetensors(path, tensors, { format: 'thaw-checkpoint', ...metadata });
}

/**
 * `digest`: the SHA-256 that it was written with; null: not known.
 *
 * @throws {WeightsError} missing or broken, or not one bit of it as it was written.
 */
export function readCheckpoint(path: string, digest: string | null = null): Checkpoint {
  if (digest !== null && digestOf(path) !== digest) {
    throw new WeightsError(
      `${path} is not as it was written: its SHA-256 should be ${digest}. Its trial can be trained again by a new sweep.`,
    );
  }
  return withSafetensors(path, ({ tensors, metadata, read }) => ({
    tensors: new Map([...tensors.keys()].map((name) => [name, read(name)])),
    metadata,
  }));
}

function digestOf(path: string): string {
  try {
    return hashFile(path);
  } catch (error) {
    throw new WeightsError(`${path} cannot be read: ${messageOf(error)}.`);
  }
}
