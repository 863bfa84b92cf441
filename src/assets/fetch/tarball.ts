import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { FetchError } from '../../core/errors.js';

/**
 * Writes chosen files of a gzipped tar into a folder. `choose` maps a file's path in the tar to its
 * name in the folder, or to null to leave it out; a name is never a path. Links, devices and
 * folders of the tar are left out.
 *
 * @throws {FetchError} it is not a complete tar.
 */
export async function unpackTarball(
  tarball: string,
  folder: string,
  choose: (path: string) => string | null,
): Promise<void> {
  const fail: Fail = () => {
    throw new FetchError(`${tarball} is not a complete tar file: delete it and fetch again.`);
  };
  const done = pipeline(createReadStream(tarball), createGunzip(), async (stream) => {
    const reader = createReader(stream, fail);
    for await (const { path, size, blocks } of readEntries(reader, fail)) {
      const name = choose(path);
      const file = name === null ? null : await open(join(folder, plain(name)), 'w');
      try {
        await copy(blocks, file, size);
      } finally {
        await file?.close();
      }
    }
    // What follows the end's mark means nothing, but the stream waits until it is read.
    await reader.drain();
  });
  await done.catch((error: NodeJS.ErrnoException) => {
    if (error.code?.startsWith('Z_')) fail();
    throw error;
  });
}

/** A file of the tar; its blocks must be read before the next one is asked for. */
interface Entry {
  readonly path: string;
  readonly size: number;
  readonly blocks: Reader;
}

async function* readEntries(blocks: Reader, fail: Fail): AsyncGenerator<Entry> {
  let longName: string | null = null;
  for (;;) {
    const header = await blocks.read(BLOCK);
    if (header.every((byte) => byte === 0)) return; // The end's mark.
    const { path, size, type } = parseHeader(header, fail);
    if (type === 'x' || type === 'L') {
      const text = (await blocks.read(padded(size))).subarray(0, size);
      longName = type === 'L' ? text.toString('utf8').replace(/\0.*$/s, '') : paxPath(text);
    } else {
      if (type === '0' || type === '\0') yield { path: longName ?? path, size, blocks };
      else await copy(blocks, null, size);
      longName = null;
    }
  }
}

type Fail = () => never;

const BLOCK = 512;

interface Header {
  readonly path: string;
  readonly size: number;
  readonly type: string;
}

/** The fields used here of POSIX ustar (IEEE 1003.1, pax: "ustar Interchange Format"). */
function parseHeader(block: Buffer, fail: Fail): Header {
  const text = (from: number, length: number) =>
    block
      .subarray(from, from + length)
      .toString('utf8')
      .replace(/\0.*$/s, '');
  const octal = (from: number, length: number) => Number.parseInt(text(from, length).trim(), 8);
  // The checksum counts its own field as blanks.
  const sum = block.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
  const size = octal(124, 12);
  if (octal(148, 8) !== sum || !Number.isSafeInteger(size) || size < 0) fail();
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

async function copy(blocks: Reader, file: FileHandle | null, size: number): Promise<void> {
  for (let at = 0; at < padded(size); ) {
    const chunk = await blocks.read(Math.min(padded(size) - at, 1 << 20));
    if (file && at < size) await file.writeFile(chunk.subarray(0, size - at));
    at += chunk.length;
  }
}

function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}

function plain(name: string): string {
  if (name === '' || name.startsWith('.') || name !== basename(name) || name.includes('\\')) {
    throw new FetchError(`${name} is no plain file name.`);
  }
  return name;
}

interface Reader {
  /** Exactly the next `length` bytes. */
  read(length: number): Promise<Buffer>;
  /** Reads on to the end, for nothing. */
  drain(): Promise<void>;
}

/** `fail` is called when the stream ends too early. */
function createReader(stream: AsyncIterable<Buffer>, fail: Fail): Reader {
  const source = stream[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  return {
    async read(length) {
      const parts: Buffer[] = [];
      let missing = length;
      while (missing > 0) {
        if (rest.length === 0) {
          const next = await source.next();
          rest = next.done ? fail() : next.value;
        }
        const part = rest.subarray(0, missing);
        parts.push(part);
        rest = rest.subarray(part.length);
        missing -= part.length;
      }
      return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    },
    async drain() {
      while (!(await source.next()).done);
    },
  };
}
