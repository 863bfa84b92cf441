import { readCheckpoint } from '../../assets/tensor-files/checkpoint-file.js';
import { exportSafetensors } from '../../assets/weights/export-safetensors.js';
import { weightsFor } from '../../assets/weights/index.js';
import type { ExportTask } from '../protocol/tasks.js';

/** Writes a trial's whole network for PyTorch. Loads no backend: nothing is computed. */
export async function exportWeights(task: ExportTask): Promise<void> {
  const { recipe, checkpoint, cacheDir, classNames, metadata, output } = task;
  const { tensors: trained } = readCheckpoint(checkpoint);
  const weights = await weightsFor(recipe.model.weights).load(recipe.model, cacheDir, recipe.seed);
  exportSafetensors({ weights, trained, recipe, classNames, metadata, output });
}
