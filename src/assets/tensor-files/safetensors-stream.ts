import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { encodeHeader, type HeaderEntry, writeAll } from './safetensors-write.js';

/** A tensor whose values are read when their turn comes. */
export interface LazyTensor {
  readonly shape: readonly number[];
  read(): Float32Array;
}

export interface Streamed {
  /** Of the whole file, in hex. */
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Writes a `.safetensors` file tensor by tensor, so that it takes the memory of the largest, and
 * hashes it on the way. Not in one step, and not synced: the caller makes it safe. What was begun
 * goes where it fails.
 *
 * @throws {Error} the file system's, as it is.
 */
export function streamSafetensors(
  path: string,
  tensors: ReadonlyMap<string, LazyTensor>,
  metadata: Readonly<Record<string, string>>,
): Streamed {
  const hash = createHash('sha256');
  let bytes = 0;
  mkdirSync(dirname(path), { recursive: true });
  const fd = openSync(path, 'w');
  const put = (part: Uint8Array) => {
    hash.update(part);
    bytes += part.byteLength;
    writeAll(fd, part);
  };
  try {
    put(encodeHeader(Array.from(tensors, entryOf), metadata));
    for (const { read } of tensors.values()) {
      const data = read();
      put(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    }
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** Bytes of the tensors alone. */
export function bytesOf(tensors: ReadonlyMap<string, LazyTensor>): number {
  return Array.from(tensors, entryOf).reduce((sum, [, { bytes }]) => sum + bytes, 0);
}

function entryOf([name, { shape }]: readonly [string, LazyTensor]): HeaderEntry {
  return [name, { dtype: 'F32', shape, bytes: 4 * shape.reduce((product, n) => product * n, 1) }];
}

/** SHA-256 of a file, in hex. @throws {Error} the file system's, as it is. */
export function hashFile(path: string): string {
  const hash = createHash('sha256');
  const block = Buffer.allocUnsafe(BLOCK);
  const fd = openSync(path, 'r');
  try {
    for (let size = readSync(fd, block); size > 0; size = readSync(fd, block)) {
      hash.update(block.subarray(0, size));
    }
  } finally {
    closeSync(fd);
  }
  return hash.digest('hex');
}

const BLOCK = 2 ** 22;
