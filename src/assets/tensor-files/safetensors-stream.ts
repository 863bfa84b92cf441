import { type HeaderEntry, putTensors, type Written } from './safetensors-write.js';

/** A tensor whose values are read when their turn comes. */
export interface LazyTensor {
  readonly shape: readonly number[];
  read(): Float32Array;
}

/**
 * Writes a `.safetensors` file tensor by tensor, so that it takes the memory of the largest. Not in
 * one step, and not synced: the caller makes it safe. What was begun goes where it fails.
 *
 * @throws {Error} the file system's, as it is.
 */
export function streamSafetensors(
  path: string,
  tensors: ReadonlyMap<string, LazyTensor>,
  metadata: Readonly<Record<string, string>>,
): Written {
  return putTensors(path, Array.from(tensors, entryOf), valuesOf(tensors), metadata);
}

function* valuesOf(tensors: ReadonlyMap<string, LazyTensor>): Generator<Float32Array> {
  for (const { read } of tensors.values()) yield read();
}

/** Bytes of the tensors alone. */
export function bytesOf(tensors: ReadonlyMap<string, LazyTensor>): number {
  return Array.from(tensors, entryOf).reduce((sum, [, { bytes }]) => sum + bytes, 0);
}

function entryOf([name, { shape }]: readonly [string, LazyTensor]): HeaderEntry {
  return [name, { dtype: 'F32', shape, bytes: 4 * shape.reduce((product, n) => product * n, 1) }];
}
