import { UsageError } from '../../../core/errors.js';
import type { BlobDriver } from './driver.js';
import { folder } from './folder.js';
import { s3 } from './s3.js';

/** Every kind of place that blobs may be kept in. */
export const blobDrivers: readonly BlobDriver[] = [folder, s3];

/** @throws {UsageError} no kind of place is written like this. */
export function blobDriverFor(place: string): BlobDriver {
  const driver = blobDrivers.find(({ matches }) => matches(place));
  if (driver) return driver;
  const known = blobDrivers.map(({ spelled, summary }) => `${spelled} (${summary})`).join(', or ');
  throw new UsageError(`Artifacts are kept in ${known}; got ${JSON.stringify(place)}.`);
}
