import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DiskError } from '../../../core/errors.js';
import type { Progress } from '../../../core/progress.js';
import { diskAdvice } from '../../../machine/files/disk-error.js';
import { moveIntoPlace } from '../../../machine/files/move-into-place.js';
import { withWorkFolder } from '../../../machine/files/work-folder.js';
import { withLock } from '../../../machine/lock.js';
import type { Blobs } from '../blobs.js';
import type { InputPlace } from './input.js';

export interface FetchParts {
  readonly blobs: Blobs;
  readonly cacheDir: string;
  /** Bytes that images and weights of other machines may take in the cache. */
  readonly mostBytes: number;
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Omit<Progress, 'type'>) => void;
}

/** `there`: it was; `unknown`: it is not, and not among the artifacts. */
export type Filled = 'there' | 'fetched' | 'unknown';

/**
 * Makes sure that a place holds what it is for. One process fetches, the others wait for it. One that
 * was killed left its blob as far as it had come, and the next goes on with that.
 */
export async function fillPlace(place: InputPlace, parts: FetchParts): Promise<Filled> {
  const { folder } = place;
  if (await place.isWhole(folder)) return 'there';
  const { blobs, signal } = parts;
  const digest = await blobs.find(place.kind, place.key);
  if (digest === null) return 'unknown';
  try {
    await withLock(
      `${folder}.lock`,
      async () => {
        if (!(await place.isWhole(folder))) await fetchInto(place, digest, parts);
      },
      signal,
    );
  } catch (error) {
    const advice = diskAdvice(error);
    throw advice === null ? error : new DiskError(`${place.title} cannot be kept: ${advice}`);
  }
  return 'fetched';
}

async function fetchInto(place: InputPlace, digest: string, parts: FetchParts): Promise<void> {
  const { blobs, signal, progress = () => undefined } = parts;
  const { folder, title } = place;
  const pack = `${folder}.tar`;
  await blobs.get(digest, pack, {
    ...(signal ? { signal } : {}),
    progress: (done, total) => progress({ label: `fetching ${title}`, done, total, unit: 'bytes' }),
  });
  try {
    await withWorkFolder(folder, async (work) => {
      const files = join(work, 'files');
      await mkdir(files);
      await place.unpack(pack, files);
      await rm(folder, { recursive: true, force: true });
      moveIntoPlace(files, folder);
    });
  } finally {
    await rm(pack, { force: true });
  }
}
