import { DataError } from '../../core/errors.js';
import { cifar10 } from './cifar10.js';
import { cifar10Binary } from './cifar10-binary.js';
import type { DatasetDef } from './dataset.js';
import { folder } from './folder.js';

export { findImages } from './listing/find-images.js';

/** Every kind of image source; the first that matches is taken. */
export const datasets: readonly DatasetDef[] = [cifar10, cifar10Binary, folder];

/** @throws {DataError} no kind of source has this name or form. */
export function datasetFor(source: string): DatasetDef {
  const dataset = datasets.find((def) => def.matches(source));
  if (dataset) return dataset;
  const known = datasets.map((def) => `${def.type} (${def.summary})`).join('; ');
  throw new DataError(`No data set called ${JSON.stringify(source)}. Expected one of: ${known}.`);
}
