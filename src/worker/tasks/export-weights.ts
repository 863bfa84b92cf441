import { exportSafetensors } from '../../assets/weights/export-safetensors.js';
import { weightsFor } from '../../assets/weights/index.js';
import { readTrained } from '../../assets/weights/read-trained.js';
import type { ExportTask } from '../protocol/tasks.js';

/**
 * Writes a trial's whole network for PyTorch, and gives the file's SHA-256. Loads no backend:
 * nothing is computed.
 */
export async function exportWeights(task: ExportTask): Promise<string> {
  const { recipe, cacheDir, classNames, metadata, output } = task;
  const { model, seed } = recipe.trunk;
  const weights = await weightsFor(model.weights).load(model, cacheDir, seed);
  const trained = readTrained(weights, task);
  return exportSafetensors({ weights, trained, recipe, classNames, metadata, output });
}
