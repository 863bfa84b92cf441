import { closeSync, openSync, readSync } from 'node:fs';

/** A file's first bytes: of one without end (`/dev/zero`) no more than those. */
export function readAtMost(path: string, bytes: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const read = Buffer.alloc(bytes);
    let length = 0;
    while (length < bytes) {
      const got = readSync(file, read, length, Math.min(bytes - length, CHUNK), null);
      if (got === 0) break;
      length += got;
    }
    return read.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

const CHUNK = 1 << 16;
