import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { kindOf } from './file-kind.js';

/**
 * SHA-256 (hex) of a file's bytes, a megabyte at a time: 100 MB take about 0.07 s once they are in
 * the system's memory. A named pipe is not waited for. Throws what the file system throws, and for
 * what is no file.
 */
export function hashFile(path: string): string {
  const hash = createHash('sha256');
  const block = Buffer.allocUnsafe(2 ** 20);
  // Where a system has no such flag, it has no named pipes in its folders either.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const kind = kindOf(fstatSync(file));
    if (kind !== 'file') throw new Error(`it is a ${kind}, not a file`);
    for (;;) {
      const read = readSync(file, block, 0, block.length, null);
      if (read === 0) return hash.digest('hex');
      hash.update(block.subarray(0, read));
    }
  } finally {
    closeSync(file);
  }
}

/** Whether a file is there and of that SHA-256; false also for what cannot be read, or is no file. */
export function hasDigest(path: string, sha256: string): boolean {
  try {
    return hashFile(path) === sha256;
  } catch {
    return false;
  }
}
