import { writeFile } from 'node:fs/promises';
import type { TrainedModel } from '../export-format.js';
import { withNetwork } from '../model/network-file.js';
import { modelCard } from './model-card.js';

export function writeCard(model: TrainedModel, output: string): Promise<void> {
  return writeFile(
    output,
    withNetwork(model, (network) => modelCard(model, network)),
  );
}
