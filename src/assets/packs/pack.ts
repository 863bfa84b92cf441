import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { DataError, messageOf } from '../../core/errors.js';
import { inOrder } from '../datasets/in-order.js';
import { END, headerOf, padding, tarSize } from './write-tar.js';

/** A file to pack: on disk, or as it is. */
export type PackedFile = FileOnDisk | { readonly name: string; readonly content: Buffer };

interface FileOnDisk {
  /** In the pack, with slashes. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** What the SHA-256 (hex) of its bytes begins with; absent: whatever it is. */
  readonly digest?: string;
}

/** Files as one blob: a tar, the same for the same files. */
export interface Pack {
  /** Bytes. */
  readonly total: number;
  /**
   * From the beginning, each time that it is called.
   *
   * @throws {DataError} a file cannot be read, or is not what it was.
   */
  bytes(): AsyncIterable<Uint8Array>;
}

/** @throws {DataError} a file is gone. */
export function packOf(files: readonly PackedFile[]): Pack {
  const sized = files.map((file) => ({ file, name: file.name, size: sizeOf(file) }));
  return {
    total: tarSize(sized),
    async *bytes() {
      for await (const { file, size, small } of inOrder(sized, AHEAD, readSmall)) {
        yield headerOf({ name: file.name, size });
        if (small) yield small;
        else if ('path' in file) yield* streamed(file, size);
        yield padding(size);
      }
      yield END;
    },
  };
}

/** Small files are read side by side, before it is their turn. */
const AHEAD = 16;
const SMALL = 2 ** 20;

interface Sized {
  readonly file: PackedFile;
  readonly size: number;
}

function sizeOf(file: PackedFile): number {
  if ('content' in file) return file.content.length;
  const found = statSync(file.path, { throwIfNoEntry: false });
  if (found?.isFile()) return found.size;
  throw new DataError(`${file.path} is gone: it was there when it was looked at.`);
}

async function readSmall({ file, size }: Sized): Promise<Sized & { readonly small?: Buffer }> {
  if ('content' in file) return { file, size, small: file.content };
  if (size > SMALL) return { file, size };
  const small = await readFile(file.path).catch((error: unknown) => {
    throw unreadable(file, error);
  });
  check(file, size, small.length, createHash('sha256').update(small).digest('hex'));
  return { file, size, small };
}

async function* streamed(file: FileOnDisk, size: number): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let read = 0;
  try {
    for await (const chunk of createReadStream(file.path, { highWaterMark: 2 ** 18 })) {
      read += chunk.length;
      // More would take the place of what comes after it.
      if (read > size) break;
      hash.update(chunk);
      yield chunk;
    }
  } catch (error) {
    throw unreadable(file, error);
  }
  check(file, size, read, hash.digest('hex'));
}

function check(file: FileOnDisk, size: number, read: number, sha256: string): void {
  if (read === size && sha256.startsWith(file.digest ?? '')) return;
  throw new DataError(`${file.path} has changed since it was looked at: begin again.`);
}

function unreadable({ path }: FileOnDisk, error: unknown): DataError {
  return new DataError(`${path} cannot be read: ${messageOf(error)}.`, { cause: error });
}
