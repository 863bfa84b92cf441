import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';

/** Bytes that may still be written to where a path leads, there already or not; null: not known. */
export function freeDisk(path: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  } catch {
    const above = dirname(path);
    return above === path ? null : freeDisk(above);
  }
}
