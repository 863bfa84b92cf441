import { copyFileSync, linkSync, rmSync } from 'node:fs';
import { writeCheckpoint } from '../assets/tensor-files/checkpoint-file.js';
import type { WeightTensor } from '../assets/weights/weights.js';
import { moveIntoPlace } from '../machine/files/move-into-place.js';
import type { Head } from './head/head.js';

/** Every tensor that makes this head differ from the weights it started from. */
function headTensors(head: Head): ReadonlyMap<string, WeightTensor> {
  const tensors = new Map<string, WeightTensor>();
  for (const [name, tensor] of [...head.trained, ...head.running]) {
    tensors.set(name, { shape: tensor.shape, data: tensor.dataSync<'float32'>() });
  }
  return tensors;
}

/** Writes the head as it is now; a reader sees the old file or the new one, never a half. Gives its SHA-256. */
export function saveHead(path: string, head: Head, epoch: number): string {
  return writeCheckpoint(path, headTensors(head), { epoch: String(epoch) });
}

/** Gives a written checkpoint a second path, without a second copy where the disk can do that. */
export function linkCheckpoint(from: string, to: string): void {
  const next = `${to}.next`;
  rmSync(next, { force: true });
  try {
    linkSync(from, next);
  } catch {
    copyFileSync(from, next);
  }
  // Renaming one name of a file over another name of the same file does nothing and keeps both.
  rmSync(to, { force: true });
  moveIntoPlace(next, to);
}
