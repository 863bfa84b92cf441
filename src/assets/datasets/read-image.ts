import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { codeOf, DataError, messageOf } from '../../core/errors.js';

/**
 * The bytes of an image file. Opens regular files only, and without waiting: a named pipe would
 * keep a thread, and with it the whole process, for ever.
 *
 * Rejects with an `Error` that says why this file cannot be read.
 * @throws {DataError} the machine cannot read now, whichever file it is.
 */
export async function readImage(path: string): Promise<Buffer> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stat = await file.stat();
    if (!stat.isFile()) throw new Error('it is not a regular file');
    if (stat.size > MOST_BYTES) throw new Error('it has more than 1 GiB');
    return await file.readFile();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    const why = OF_THE_FILE[code];
    if (why) throw new Error(why);
    throw new DataError(`${path} cannot be read: ${messageOf(error)}.`, { cause: error });
  } finally {
    await file?.close();
  }
}

const MOST_BYTES = 2 ** 30;

const OF_THE_FILE: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ELOOP: 'it is a link in a circle',
  ENOENT: 'it is not there',
  ENXIO: 'it is not a regular file',
  EPERM: 'permission denied',
};
