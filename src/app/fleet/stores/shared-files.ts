import { join } from 'node:path';
import type { Place } from '../../../core/places/place.js';
import { ArtifactError } from '../../../fleet/artifacts/artifact-error.js';
import { cacheDir } from '../../../machine/cache-dir.js';
import { hasDigest } from '../../../machine/files/hash-file.js';
import type { FilePlace } from '../../../store/copying/file-place.js';
import type { World } from '../../world.js';
import { withBlobs } from '../with-blobs.js';

/**
 * Files of a database that machines share: artifacts, those that are fetched of the sweep's team, those
 * that are put of the user's. What is taken back stays as garbage, for `thaw gc`.
 */
export function sharedFiles(world: Pick<World, 'env'>, place: Place): FilePlace {
  return {
    byDigest: true,
    async find({ digest, sweep }) {
      if (digest === null) return null;
      const path = join(cacheDir(world.env), 'weights-of-trials', digest);
      if (hasDigest(path, digest)) return path;
      try {
        await withBlobs(world, place, (blobs) => blobs.get(digest, path), sweep.from);
        return path;
      } catch (error) {
        if (error instanceof ArtifactError && error.fault === 'missing') return null;
        throw error;
      }
    },
    async put({ digest }, path) {
      if (digest !== null) await withBlobs(world, place, (blobs) => blobs.put(path, digest));
    },
    async undo() {},
  };
}
