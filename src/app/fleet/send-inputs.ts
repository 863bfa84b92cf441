import type { Place } from '../../core/places/place.js';
import { uploadInputs } from '../../fleet/artifacts/inputs/upload-inputs.js';
import { cacheDir } from '../../machine/cache-dir.js';
import { InterruptedError } from '../interrupted.js';
import { fingerprintOf } from '../prints/identify.js';
import { trackParts } from '../workers/track-parts.js';
import type { World } from '../world.js';
import type { SendInputs } from './submit.js';
import { withBlobs } from './with-blobs.js';

/** Sends images and weights to where the machines that share a place find them. */
export function sendInputs(world: Pick<World, 'env' | 'now' | 'signal'>, place: Place): SendInputs {
  const { env, signal } = world;
  return async ({ spec: { data, model }, now }, observer) => {
    const fingerprint = fingerprintOf(now);
    const { listing } = now.data!;
    const inputs = { data, model, fingerprint, listing, cacheDir: cacheDir(env) };
    const tracker = trackParts(world, observer);
    try {
      await withBlobs(world, place, (blobs) =>
        uploadInputs(inputs, blobs, {
          signal,
          progress: (part) => tracker.onProgress({ type: 'progress', ...part }),
        }),
      );
    } catch (error) {
      throw signal.aborted
        ? new InterruptedError('Interrupted before anything was started.')
        : error;
    } finally {
      if (tracker.hasParts()) observer.onPartsEnd?.();
    }
  };
}
