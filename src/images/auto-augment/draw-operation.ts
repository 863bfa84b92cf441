import { drawInt, type Rng } from '../../core/random.js';
import type { Image } from '../augmentation.js';
import type { MagnitudeTable } from './magnitudes.js';
import { type OperationName, operations } from './operations.js';

export interface DrawnOperation {
  readonly name: OperationName;
  readonly magnitude: number;
}

/** One operation, all equally likely, at `bin` of its scale; always two draws. */
export function drawOperation(
  rng: Rng,
  table: MagnitudeTable,
  bin: number,
  bins: number,
  height: number,
  width: number,
): DrawnOperation {
  const names = Object.keys(table) as readonly OperationName[];
  const name = names[drawInt(rng, names.length)]!;
  const negative = rng() < 0.5;
  const magnitude = table[name].at(bin, bins, height, width);
  return { name, magnitude: table[name].signed && negative ? -magnitude : magnitude };
}

export function applyOperation<Data extends Uint8Array | Float32Array>(
  image: Image<Data>,
  { name, magnitude }: DrawnOperation,
): Image<Data> {
  return operations[name](image, magnitude);
}
