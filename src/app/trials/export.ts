import { accessSync, constants, copyFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf, UsageError } from '../../core/errors.js';
import { makeFolder } from '../../machine/files/make-folder.js';
import type { Database } from '../../results/database.js';
import type { ExportDocument } from '../../results/documents/outcomes.js';
import { openTrained } from '../../results/open-trained.js';
import { exportFile } from '../../store/files.js';
import type { Observer } from '../observer.js';
import { readyNetwork } from '../prints/ready-network.js';
import { exportTrial } from '../sweeps/export-trial.js';
import { withWorker } from '../workers/with-worker.js';
import type { World } from '../world.js';

export interface ExportRequest {
  /** Id, as a person writes it. */
  readonly trial: string;
  /** Absolute path; absent: beside the database. */
  readonly output?: string | undefined;
  /** Where the weights it started from are now, if they have moved. Absolute. */
  readonly weights?: string | undefined;
}

/**
 * Writes a trial's network as `.safetensors`, in torchvision's names.
 *
 * @throws {ThawError}
 */
export async function exportWeights(
  world: World,
  database: Database,
  request: ExportRequest,
  observer: Observer,
): Promise<ExportDocument> {
  const trained = await openTrained(database, request.trial);
  const { trial, sweep, value, epoch } = trained;
  const file = request.output ?? exportFile(database.file, trial.id);
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`${file} is a folder: -o expects the file to write.`);
  }
  checkWritable(dirname(file));
  // Nothing is computed, so any backend will do.
  await withWorker(world, 'wasm', observer, async (workers) => {
    const network = await readyNetwork(world, workers, trained, request, observer);
    if (!network.checkpoint) return copyTo(network.recipe.trunk.model.weights, file);
    const row = { trial: trial.id, params: trial.params, value, epoch };
    await exportTrial(workers, sweep, network, row, file);
  });
  return { trial: trial.id, file };
}

/** A whole network is what is to be written. */
function copyTo(network: string, file: string): void {
  if (network !== file) copyFileSync(network, file);
}

/** Before minutes of work: results may lie where nothing can be written. */
function checkWritable(folder: string): void {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new UsageError(
      `Nothing can be written to ${folder} (${messageOf(error)}): name another file with -o.`,
    );
  }
}
