import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { FetchError } from '../../core/errors.js';
import { createByteReader, type Fail } from '../packs/byte-reader.js';
import { bytesOf, readTar } from '../packs/read-tar.js';

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
    const reader = createByteReader(stream, fail);
    for await (const { path, size, isFile } of readTar(reader, fail)) {
      const name = isFile ? choose(path) : null;
      const file = name === null ? null : await open(join(folder, plain(name)), 'w');
      try {
        for await (const chunk of bytesOf(reader, size)) await file?.writeFile(chunk);
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

function plain(name: string): string {
  if (name === '' || name.startsWith('.') || name !== basename(name) || name.includes('\\')) {
    throw new FetchError(`${name} is no plain file name.`);
  }
  return name;
}
