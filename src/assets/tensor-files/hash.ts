import { createHash } from 'node:crypto';
import type { WeightTensor } from '../weights/weights.js';

/** SHA-256 (hex) over names, shapes and values, whatever order the tensors are in. */
export function hashTensors(tensors: ReadonlyMap<string, WeightTensor>): string {
  const hash = createHash('sha256');
  for (const [name, { shape, data }] of [...tensors].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${name} ${shape.join('x')}\n`);
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}
