import { statSync } from 'node:fs';
import { hashFile } from '../../machine/hash-file.js';
import { networkCalled } from '../../networks/index.js';
import { bodyShapes } from '../../networks/shapes.js';
import { hashTensors } from '../tensor-files/hash.js';
import { withSafetensors } from '../tensor-files/safetensors-read.js';
import { fromTorch } from '../tensor-files/torch-layout.js';
import { checkEntries } from './check-entries.js';
import { trainedWith } from './export-metadata.js';
import type { NetworkWeights, WeightsDef } from './weights.js';

/**
 * A network of the user's in torchvision's names (timm's are the same), with any classifier or
 * none. Taken for v1.5, epsilon 1e-5 and ImageNet's mean and std, as both libraries have it, unless
 * its metadata says that it was exported from here.
 */
export const safetensors: WeightsDef = {
  type: 'safetensors',
  summary: "a .safetensors file in torchvision's or timm's names",
  spelled: 'a .safetensors file',
  architecture: null,
  matches: (weights) => weights.toLowerCase().endsWith('.safetensors'),
  async prepare({ architecture, weights: path }) {
    withSafetensors(path, ({ tensors, metadata }) => {
      checkEntries(tensors, networkCalled(architecture), path);
      trainedWith(metadata, path);
    });
  },
  digest: ({ weights: path }) => (isFile(path) ? hashFile(path) : null),
  async load({ architecture, weights: path }): Promise<NetworkWeights> {
    const network = networkCalled(architecture);
    return withSafetensors(path, ({ tensors: entries, metadata, read }) => {
      checkEntries(entries, network, path);
      const names = [...bodyShapes(network).keys(), ...[...entries.keys()].filter(isClassifier)];
      const tensors = new Map(names.map((name) => [name, fromTorch(read(name))]));
      return { ...trainedWith(metadata, path), network, tensors, hash: hashTensors(tensors) };
    });
  },
};

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/**
 * The classifier as it is exported from here; others are left out, since every trial makes its own.
 */
function isClassifier(name: string): boolean {
  return /^fc\.((0|2)\.)?(weight|bias)$/.test(name);
}
