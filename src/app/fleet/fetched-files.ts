import { join } from 'node:path';
import { UsageError } from '../../core/errors.js';
import type { Place } from '../../core/places/place.js';
import type { KeptFile } from '../../core/prints/fingerprint.js';
import { cacheDir } from '../../machine/cache-dir.js';
import { hasDigest } from '../../machine/files/hash-file.js';
import type { TrialFiles, TrialKey } from '../../results/trial-files.js';
import type { World } from '../world.js';

/** Weights of trials that machines share as artifacts, fetched into the cache folder by their digests. */
export function fetchedFiles(place: Place, env: World['env']): TrialFiles {
  async function fetched(of: TrialKey, digest: string | null): Promise<KeptFile | null> {
    if (digest === null) return null;
    const path = join(fetchedFolder(cacheDir(env)), digest);
    if (!hasDigest(path, digest)) await fetchTo(path, of, digest);
    return { path, digest };
  }

  async function fetchTo(path: string, { sweep, trial }: TrialKey, digest: string): Promise<void> {
    const [{ withBlobs }, { ArtifactError }] = await Promise.all([
      import('./with-blobs.js'),
      import('../../fleet/artifacts/artifact-error.js'),
    ]);
    try {
      await withBlobs({ env }, place, (blobs) => blobs.get(digest, path), sweep);
    } catch (error) {
      if (!(error instanceof ArtifactError) || error.fault !== 'missing') throw error;
      throw new UsageError(
        `The weights of trial ${trial} were kept, and are not among the artifacts of ${place.name} any more.`,
      );
    }
  }

  return {
    find: (_of, { checkpoint, network }) => ({
      checkpoint: nameOf(checkpoint),
      network: nameOf(network),
    }),
    bring: async (of, digests) => ({
      checkpoint: await fetched(of, digests.checkpoint),
      network: await fetched(of, digests.network),
    }),
    lost: ({ trial }) =>
      `The weights of trial ${trial} were kept, but ${place.name} does not know which they are.`,
  };
}

/** Where they lie in a cache folder. */
export function fetchedFolder(cacheDir: string): string {
  return join(cacheDir, 'weights-of-trials');
}

/** What an artifact is called by. */
function nameOf(digest: string | null): string | null {
  return digest === null ? null : `artifact ${digest}`;
}
