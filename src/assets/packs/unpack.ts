import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf, DataError } from '../../core/errors.js';
import { shortened } from '../../core/words/plain.js';
import { type ByteReader, createByteReader } from './byte-reader.js';
import { bytesOf, readTar } from './read-tar.js';
import { safeParts } from './safe-name.js';

/** Whether a pack may hold a file; then, whether its bytes may have that SHA-256 (hex). */
export type Admit = (name: string) => ((sha256: string) => boolean) | null;

/** What of a pack is read before the rest, and says what the rest may be. */
export interface PackHead {
  readonly name: string;
  /** Bytes that it may have. */
  readonly most: number;
  read(content: Buffer): Admit;
}

/**
 * Writes a pack's files into an empty folder that nobody else knows. Nothing lands outside it, no
 * file twice, none that is not admitted, and nothing but files: whoever made the pack.
 *
 * @throws {DataError} it is no such pack. @throws the system's errors.
 */
export async function unpack(pack: string, folder: string, what: Admit | PackHead): Promise<void> {
  const fail = (why: string): never => {
    throw new DataError(`${pack} is not a pack of the files that were asked for: ${why}.`);
  };
  const cut = () => fail('it is cut off, or no tar');
  const reader = createByteReader(createReadStream(pack, { highWaterMark: 2 ** 20 }), cut);
  const writer = createWriter(folder, fail);
  let admit = typeof what === 'function' ? what : null;
  try {
    for await (const { path: name, size, isFile } of readTar(reader, cut)) {
      if (!isFile) fail(`${told(name)} is no file`);
      if (!admit && typeof what === 'object') {
        if (name !== what.name || size > what.most) fail(`it does not begin with ${what.name}`);
        admit = what.read(await whole(reader, size));
      } else {
        const isRight = admit?.(name) ?? fail(`${told(name)} is not among them`);
        await writer.write(name, size, reader, isRight);
      }
    }
  } finally {
    await writer.settled();
  }
}

async function whole(reader: ByteReader, size: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of bytesOf(reader, size)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function createWriter(folder: string, fail: (why: string) => never) {
  const made = new Map<string, Promise<unknown>>();
  const running = new Set<Promise<void>>();
  const failed: unknown[] = [];

  /** A folder is made once, by whoever needs it first. */
  function makeFolders(path: string): Promise<unknown> {
    const making = made.get(path) ?? mkdir(path, { recursive: true });
    made.set(path, making);
    return making;
  }

  /** Also what differs by capitals alone, where the file system takes them for the same. */
  async function create(path: string, name: string): Promise<FileHandle> {
    try {
      await makeFolders(dirname(path));
      return await open(path, 'wx');
    } catch (error) {
      if (!['EEXIST', 'EISDIR', 'ENOTDIR'].includes(codeOf(error) ?? '')) throw error;
      return fail(`${told(name)} is in it twice, or in two ways that are one on this file system`);
    }
  }

  async function put(path: string, name: string, content: Buffer): Promise<void> {
    const file = await create(path, name);
    await file.writeFile(content).finally(() => file.close());
  }

  async function beside(putting: Promise<void>): Promise<void> {
    const noted = putting
      .catch((error) => failed.push(error))
      .then(() => void running.delete(noted));
    running.add(noted);
    if (running.size >= AT_ONCE) await Promise.race(running);
    if (failed.length > 0) throw failed[0];
  }

  return {
    async write(
      name: string,
      size: number,
      reader: ByteReader,
      isRight: (sha256: string) => boolean,
    ): Promise<void> {
      const path = join(folder, ...(safeParts(name) ?? fail(`${told(name)} is no name of a file`)));
      const hash = createHash('sha256');
      const compare = () => isRight(hash.digest('hex')) || fail(`${told(name)} has other bytes`);
      if (size <= SMALL) {
        const content = await whole(reader, size);
        hash.update(content);
        compare();
        await beside(put(path, name, content));
        return;
      }
      const file = await create(path, name);
      try {
        for await (const chunk of bytesOf(reader, size)) {
          hash.update(chunk);
          await file.writeFile(chunk);
        }
      } finally {
        await file.close();
      }
      compare();
    },
    /** Resolves once nothing is written any more. */
    async settled(): Promise<void> {
      await Promise.all(running);
      if (failed.length > 0) throw failed[0];
    },
  };
}

/** Small files are written side by side. */
const SMALL = 2 ** 20;
const AT_ONCE = 16;

function told(name: string): string {
  return JSON.stringify(shortened(name, 200));
}
