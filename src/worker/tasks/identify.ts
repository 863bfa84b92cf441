import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { DatasetDef, PrepareOptions } from '../../assets/datasets/dataset.js';
import { digestListing } from '../../assets/datasets/digest-listing.js';
import { datasetFor } from '../../assets/datasets/index.js';
import { weightsFor } from '../../assets/weights/index.js';
import { ChangedError } from '../../core/errors.js';
import type { DataListing } from '../../core/prints/data-listing.js';
import type { Progress } from '../../core/progress.js';
import type { DataSpec, ModelSpec } from '../../core/sweep.js';
import type { Identified, IdentifyTask } from '../protocol/tasks.js';

/** Says what images and weights are, before anything is fetched, decoded or trained. */
export async function identify(task: IdentifyTask): Promise<Identified> {
  const { cacheDir, data, model, port } = task;
  const progress: PrepareOptions['progress'] = (update) =>
    port.postMessage({ type: 'progress', ...update } satisfies Progress);
  const weights = model && digestWeights(model);
  if (!data) return { weights, data: null };
  const options = { cacheDir, progress, skipBad: true };
  const listing = await listData(datasetFor(data.source), data, options);
  return { weights, data: { digest: digestListing(listing), listing } };
}

function digestWeights(model: ModelSpec): string | null {
  const def = weightsFor(model.weights);
  return def.digest ? def.digest(model) : def.type;
}

/** A source without files is looked at once it is prepared: its classes are all there is to tell. */
async function listData(
  def: DatasetDef,
  data: DataSpec,
  options: PrepareOptions,
): Promise<DataListing> {
  const { source } = data;
  if (isAbsolute(source) && !existsSync(source)) {
    throw new ChangedError(
      `The images are gone from ${source}. Where they have moved, name the folder with --data PATH.`,
    );
  }
  if (def.list) return def.list(data, options);
  await def.prepare(data, options);
  const dataset = await def.open(data, options.cacheDir);
  try {
    return { classNames: dataset.classNames, files: [] };
  } finally {
    dataset.close();
  }
}
