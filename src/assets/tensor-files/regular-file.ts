import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { codeOf, messageOf, WeightsError } from '../../core/errors.js';
import { kindOf } from '../../machine/files/file-kind.js';

/**
 * Checks that a path names a file that can be opened without waiting: a named pipe would be waited
 * for without end.
 *
 * @throws {WeightsError} there is none, or what it is instead.
 */
function checkRegular(path: string): void {
  const kind = kindOf(look(path));
  if (kind === 'file') return;
  const instead = kind === 'folder' ? ': name the .safetensors file in it' : '';
  throw new WeightsError(`${path} is a ${kind}; expected a .safetensors file${instead}.`);
}

/** The first bytes of a file. @throws {WeightsError} it is none, or cannot be read. */
export function startOf(path: string, length = 512): Uint8Array {
  const bytes = new Uint8Array(length);
  const fd = openRegular(path);
  try {
    return bytes.subarray(0, readSync(fd, bytes, 0, length, 0));
  } finally {
    closeSync(fd);
  }
}

/** Opens a file for reading; the caller closes it. @throws {WeightsError} */
export function openRegular(path: string): number {
  checkRegular(path);
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw new WeightsError(`${path} cannot be read: ${unreadable(error)}.`);
  }
}

function look(path: string) {
  try {
    return statSync(path);
  } catch (error) {
    throw new WeightsError(`${path} cannot be read: ${unreadable(error)}.`);
  }
}

/** Why the system does not give a file, in words. */
function unreadable(error: unknown): string {
  const words: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    ENOTDIR: 'a part of its path is a file, not a folder',
    EACCES: 'this user may not read it',
    EPERM: 'this user may not read it',
    ELOOP: 'its links lead in a circle',
    ENAMETOOLONG: 'its name is too long',
  };
  return words[codeOf(error) ?? ''] ?? messageOf(error);
}
