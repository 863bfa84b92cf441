import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of reference numbers: this one, or another set of the same schema. */
const FOLDER = process.env.THAW_GOLDEN ?? fileURLToPath(new URL('.', import.meta.url));

/** A tensor as the reference files hold it: raw little-endian bytes, channels last. */
export interface PackedTensor {
  readonly dtype: 'uint8' | 'float32';
  readonly shape: readonly number[];
  readonly base64: string;
}

/** Whether to compare with a file: always with one of ours, with another set's where it has it. */
export function hasGolden(name: string): boolean {
  return process.env.THAW_GOLDEN === undefined || existsSync(join(FOLDER, name));
}

export function readGolden<T>(name: string): T {
  return JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as T;
}

export function readGoldenBytes(name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(FOLDER, name)));
}

export function unpack({ dtype, base64 }: PackedTensor): Uint8Array | Float32Array {
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
  return dtype === 'uint8' ? bytes : new Float32Array(bytes.buffer);
}

/** Largest amount by which `got` exceeds `abs + rel * |want|`; at most 0 means it passes. */
export function excess(
  got: ArrayLike<number>,
  want: ArrayLike<number>,
  { rel = 0, abs = 0 }: { rel?: number; abs?: number },
): number {
  if (got.length !== want.length) return Number.POSITIVE_INFINITY;
  let worst = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < want.length; i += 1) {
    const over = Math.abs(got[i]! - want[i]!) - abs - rel * Math.abs(want[i]!);
    if (!(over <= worst)) worst = over; // NaN counts as worst
  }
  return worst;
}
