import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { FetchError } from '../../core/errors.js';

/**
 * Writes chosen files of a gzipped tar into a folder. `choose` maps a file's path in the tar to its
 * name in the folder, or to null to leave it out; a name is never a path. Links, devices and
 * folders of the tar are left out.
 *
 * @throws {FetchError} it is not a whole tar.
 */
export async function unpackTarball(
  tarball: string,
  folder: string,
  choose: (path: string) => string | null,
): Promise<void> {
  const blocks = createReader(createReadStream(tarball).pipe(createGunzip()));
  let longName: string | null = null;
  for (;;) {
    const header = await blocks.read(BLOCK).catch(() => broken(tarball));
    if (header.every((byte) => byte === 0)) return; // The end's mark.
    const { path, size, type } = parseHeader(header, tarball);
    const padded = Math.ceil(size / BLOCK) * BLOCK;
    if (type === 'x' || type === 'L') {
      const text = (await blocks.read(padded)).subarray(0, size);
      longName = type === 'L' ? text.toString('utf8').replace(/\0.*$/s, '') : paxPath(text);
      continue;
    }
    const name = type === '0' || type === '\0' ? choose(longName ?? path) : null;
    longName = null;
    const file = name === null ? null : await open(join(folder, plain(name)), 'w');
    try {
      await copy(blocks, file, size, padded);
    } catch {
      broken(tarball);
    } finally {
      await file?.close();
    }
  }
}

const BLOCK = 512;

interface Header {
  readonly path: string;
  readonly size: number;
  readonly type: string;
}

/** The fields used here of POSIX ustar (IEEE 1003.1, pax: "ustar Interchange Format"). */
function parseHeader(block: Buffer, tarball: string): Header {
  const text = (from: number, length: number) =>
    block
      .subarray(from, from + length)
      .toString('utf8')
      .replace(/\0.*$/s, '');
  const octal = (from: number, length: number) => Number.parseInt(text(from, length).trim(), 8);
  // The checksum counts its own field as blanks.
  const sum = block.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
  const size = octal(124, 12);
  if (octal(148, 8) !== sum || !Number.isSafeInteger(size)) broken(tarball);
  const prefix = text(257, 5) === 'ustar' ? text(345, 155) : '';
  return {
    path: prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`,
    size,
    type: String.fromCharCode(block[156]!),
  };
}

/** `path` of a pax header, whose records are `LENGTH KEY=VALUE\n`. */
function paxPath(records: Buffer): string | null {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(records.toString('utf8'))?.[1] ?? null;
}

async function copy(
  blocks: Reader,
  file: FileHandle | null,
  size: number,
  padded: number,
): Promise<void> {
  for (let at = 0; at < padded; ) {
    const chunk = await blocks.read(Math.min(padded - at, 1 << 20));
    if (file && at < size) await file.writeFile(chunk.subarray(0, size - at));
    at += chunk.length;
  }
}

function plain(name: string): string {
  if (name === '' || name.startsWith('.') || name !== basename(name) || name.includes('\\')) {
    throw new FetchError(`${name} is no plain file name.`);
  }
  return name;
}

function broken(tarball: string): never {
  throw new FetchError(`${tarball} is not a whole tar file: delete it and fetch again.`);
}

interface Reader {
  /** Exactly the next `length` bytes; rejects at the end of the stream. */
  read(length: number): Promise<Buffer>;
}

function createReader(stream: AsyncIterable<Buffer>): Reader {
  const source = stream[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  return {
    async read(length) {
      const parts: Buffer[] = [];
      let missing = length;
      while (missing > 0) {
        if (rest.length === 0) {
          const next = await source.next();
          if (next.done) throw new Error('end of file');
          rest = next.value;
        }
        const part = rest.subarray(0, missing);
        parts.push(part);
        rest = rest.subarray(part.length);
        missing -= part.length;
      }
      return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    },
  };
}
