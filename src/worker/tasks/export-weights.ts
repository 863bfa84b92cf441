import { readCheckpoint } from '../../assets/tensor-files/checkpoint-file.js';
import { exportSafetensors } from '../../assets/weights/export-safetensors.js';
import { weightsFor } from '../../assets/weights/index.js';
import type { ExportTask } from '../protocol/tasks.js';

/** Writes a trial's whole network for PyTorch. Loads no backend: nothing is computed. */
export async function exportWeights(task: ExportTask): Promise<void> {
  const { recipe, checkpoint, cacheDir, classNames, metadata, output } = task;
  const { tensors: trained } = readCheckpoint(checkpoint);
  const { model, seed } = recipe.trunk;
  const weights = await weightsFor(model.weights).load(model, cacheDir, seed);
  exportSafetensors({ weights, trained, recipe, classNames, metadata, output });
}
