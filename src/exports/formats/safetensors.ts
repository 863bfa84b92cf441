import { copyFile } from 'node:fs/promises';
import type { TrialFormat } from '../export-format.js';

/** The network as it is kept: torchvision's names, and what it takes to run it in the metadata. */
export const safetensors: TrialFormat = {
  name: 'safetensors',
  summary: "The network in torchvision's names",
  of: 'trial',
  writes: '.safetensors',
  async write({ weights }, output) {
    await copyFile(weights, output);
    return [];
  },
};
