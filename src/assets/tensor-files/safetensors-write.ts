import { createHash, randomUUID } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { DiskError, messageOf } from '../../core/errors.js';
import { makeFolder } from '../../machine/files/make-folder.js';
import { moveIntoPlace } from '../../machine/files/move-into-place.js';
import { removeFile } from '../../machine/files/remove-file.js';

export interface TensorToWrite {
  readonly shape: readonly number[];
  /** Float32Array is written as F32, BigInt64Array as I64. */
  readonly data: Float32Array | BigInt64Array;
}

/**
 * Writes a `.safetensors` file in one step: a reader sees the old file or the new one, never a half.
 * Folders are made as needed.
 *
 * @returns the file's SHA-256, hex.
 * @throws {DiskError} it cannot be written there.
 */
export function writeSafetensors(
  path: string,
  tensors: ReadonlyMap<string, TensorToWrite>,
  metadata: Readonly<Record<string, string>>,
): string {
  // As the reference implementation does: wider types first, so that all of them are aligned.
  const inOrder = [...tensors].sort(
    ([a, { data: x }], [b, { data: y }]) =>
      y.BYTES_PER_ELEMENT - x.BYTES_PER_ELEMENT || (a < b ? -1 : 1),
  );
  const part = `${path}.${randomUUID()}.part`;
  try {
    const data = inOrder.map(([, tensor]) => tensor.data);
    const { sha256 } = putTensors(part, inOrder.map(entryOf), data, metadata);
    moveIntoPlace(part, path);
    return sha256;
  } catch (error) {
    removeFile(part);
    throw new DiskError(`${path} cannot be written: ${messageOf(error)}.`);
  }
}

export interface Written {
  /** Of the whole file, in hex. */
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Writes a file's header, then its tensors as they come, and hashes it on the way. Folders are made
 * as needed. Not synced; what was begun goes where it fails.
 *
 * @throws {Error} the file system's, as it is.
 */
export function putTensors(
  path: string,
  entries: readonly HeaderEntry[],
  tensors: Iterable<ArrayBufferView>,
  metadata: Readonly<Record<string, string>>,
): Written {
  makeFolder(dirname(path));
  const hash = createHash('sha256');
  let bytes = 0;
  const fd = openSync(path, 'w');
  const put = (part: Uint8Array) => {
    hash.update(part);
    bytes += part.byteLength;
    writeAll(fd, part);
  };
  try {
    put(encodeHeader(entries, metadata));
    for (const { buffer, byteOffset, byteLength } of tensors) {
      put(new Uint8Array(buffer, byteOffset, byteLength));
    }
  } catch (error) {
    removeFile(path);
    throw error;
  } finally {
    closeSync(fd);
  }
  return { sha256: hash.digest('hex'), bytes };
}

function entryOf([name, { shape, data }]: readonly [string, TensorToWrite]): HeaderEntry {
  const dtype = data instanceof Float32Array ? 'F32' : 'I64';
  return [name, { dtype, shape, bytes: data.byteLength }];
}

/** A tensor's name, and what a header says of it. */
export type HeaderEntry = readonly [
  name: string,
  tensor: { readonly dtype: string; readonly shape: readonly number[]; readonly bytes: number },
];

/** A file's first bytes: its header's length, and the header. Tensors follow in this order. */
function encodeHeader(
  tensors: readonly HeaderEntry[],
  metadata: Readonly<Record<string, string>>,
): Buffer {
  let offset = 0;
  const entries = tensors.map(([name, { dtype, shape, bytes }]) => {
    const begin = offset;
    offset += bytes;
    return [name, { dtype, shape, data_offsets: [begin, offset] }] as const;
  });
  const json = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
  // Blanks at the end bring the data to a multiple of 8 bytes.
  const length = Math.ceil(Buffer.byteLength(json) / 8) * 8;
  const header = Buffer.alloc(8 + length, ' ');
  header.writeBigUInt64LE(BigInt(length));
  header.write(json, 8);
  return header;
}

/** Writes all of it, where a single call may write less. */
function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
}
