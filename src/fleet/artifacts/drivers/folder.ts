import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeOf, DiskError, messageOf, UsageError } from '../../../core/errors.js';
import { makeFolder } from '../../../machine/files/make-folder.js';
import { ArtifactError } from '../artifact-error.js';
import { type BlobKey, keyOfParts, partsOf } from '../blob-key.js';
import type { BlobDriver, BlobPlace, StoredBlob } from './driver.js';

/**
 * A folder that all gateways see. It asks of its file system nothing but that a rename within a
 * folder is one step, which NFS and its like give, too: no locks, no links.
 */
export const folder: BlobDriver = {
  type: 'folder',
  spelled: '/absolute/path',
  summary: 'a folder that all gateways see, also as file:///absolute/path',
  matches: (place) => isAbsolute(place) || place.startsWith('file://'),
  async open(place) {
    const root = rootOf(place);
    try {
      makeFolder(root);
    } catch (error) {
      throw new DiskError(
        `${root}, where artifacts are to lie, cannot be made: ${messageOf(error)}.`,
      );
    }
    return folderOfBlobs(root);
  },
};

/** @throws {UsageError} */
function rootOf(place: string): string {
  if (!place.startsWith('file://')) return place;
  try {
    return fileURLToPath(place);
  } catch (error) {
    throw new UsageError(
      `${place} names no folder of this machine (${messageOf(error)}): write file:///absolute/path, or the path alone.`,
    );
  }
}

function folderOfBlobs(root: string): BlobPlace {
  const pathOf = (key: BlobKey) => join(root, ...partsOf(key));
  return {
    async write(key, bytes) {
      const path = pathOf(key);
      makeFolder(dirname(path));
      const part = `${path}.${randomUUID()}.part`;
      try {
        const written = await writeSynced(part, bytes);
        await rename(part, path);
        await syncFolder(dirname(path));
        return written;
      } catch (error) {
        await rm(part, { force: true }).catch(() => undefined);
        throw FULL.includes(codeOf(error) ?? '') ? full(root, error) : error;
      }
    },
    async read(key, from) {
      const file = await open(pathOf(key), 'r').catch((error: unknown) => {
        if (codeOf(error) === 'ENOENT')
          throw new ArtifactError('missing', `${pathOf(key)} is gone.`);
        throw error;
      });
      return file.createReadStream({ start: from, highWaterMark: BLOCK });
    },
    async size(key) {
      const found = await statOf(pathOf(key));
      return found?.isFile() ? found.size : null;
    },
    remove: (key) => rm(pathOf(key), { force: true }),
    async *list() {
      for await (const { path, parts } of filesBelow(root)) {
        const key = keyOfParts(parts);
        const found = key && (await statOf(path));
        if (found) yield { key, bytes: found.size, writtenAt: found.mtimeMs } satisfies StoredBlob;
      }
    },
    async clearUnfinished(ageMs) {
      const now = Date.now();
      for await (const { path } of filesBelow(root)) {
        const found = PART.test(path) ? await statOf(path) : null;
        if (found && now - found.mtimeMs >= ageMs) await rm(path, { force: true });
      }
    },
  };
}

const PART = /[/\\][0-9a-f]{64}\.[0-9a-f-]{36}\.part$/;

/** Bytes that are read at once. */
const BLOCK = 2 ** 18;

/** On the disk itself when it resolves: a row will promise it. */
async function writeSynced(path: string, bytes: AsyncIterable<Uint8Array>): Promise<number> {
  const file = await open(path, 'wx');
  let written = 0;
  try {
    for await (const chunk of bytes) {
      await writeAll(file, chunk);
      written += chunk.length;
    }
    await file.sync();
    return written;
  } finally {
    await file.close();
  }
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length; ) {
    at += (await file.write(chunk, at)).bytesWritten;
  }
}

/** Not every system lets a folder be opened. */
async function syncFolder(path: string): Promise<void> {
  const file = await open(path, 'r').catch(() => null);
  await file?.sync().catch(() => undefined);
  await file?.close();
}

const FULL: readonly string[] = ['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EPERM'];

function full(root: string, cause: unknown): ArtifactError {
  return new ArtifactError(
    'full',
    `${root}, where artifacts lie, does not take another (${messageOf(cause)}): whoever runs the gateway frees some there, by gc with the database as --store and this folder as --artifacts.`,
    { cause },
  );
}

async function statOf(path: string) {
  return stat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    throw error;
  });
}

/** `root/team/ab/...`: what lies three deep, in order. */
async function* filesBelow(root: string) {
  for (const team of await namesOf(root)) {
    for (const start of await namesOf(join(root, team))) {
      for (const name of await namesOf(join(root, team, start))) {
        yield { path: join(root, team, start, name), parts: [team, start, name] };
      }
    }
  }
}

async function namesOf(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return [];
    throw error;
  }
}
