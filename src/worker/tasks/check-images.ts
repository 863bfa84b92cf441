import { digestListing } from '../../assets/datasets/digest-listing.js';
import { datasetFor } from '../../assets/datasets/index.js';
import { DataError } from '../../core/errors.js';
import type { CohortTask } from '../protocol/tasks.js';

/** Images that this thread has found to be those of the run: it has them open since. */
let checked = '';

/**
 * Makes sure, before a thread first opens images, that they are those that the run began with: they
 * may have changed since, and others may have been decoded by then.
 *
 * @throws {DataError} they are others now.
 */
export function checkImages({
  trials,
  dataDigest,
  cacheDir,
}: Pick<CohortTask, 'trials' | 'dataDigest' | 'cacheDir'>): void {
  const { data } = trials[0]!.recipe.trunk; // all have the same
  const { source, decodeSize, valFrom } = data;
  const key = JSON.stringify([source, decodeSize, valFrom, dataDigest]);
  const def = datasetFor(source);
  if (dataDigest === null || key === checked || !def.list) return;
  if (digestListing(def.list(data, { cacheDir, progress: () => undefined })) !== dataDigest) {
    throw new DataError(
      `The images of ${source} have changed since this run began: put them back as they were, then resume.`,
    );
  }
  checked = key;
}
