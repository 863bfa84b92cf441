import { WeightsError } from '../../core/errors.js';
import { BODY_SHAPES } from '../../networks/resnet50/shapes.js';
import { hashTensors } from '../tensor-files/hash.js';
import type { TensorEntry } from '../tensor-files/safetensors-header.js';
import { withSafetensors } from '../tensor-files/safetensors-read.js';
import { fromTorch, torchShape } from '../tensor-files/torch-layout.js';
import { trainedWith } from './export-metadata.js';
import type { NetworkWeights, WeightsDef } from './weights.js';

/**
 * A ResNet50 of the user's in torchvision's names (timm's are the same), with any classifier or
 * none. Taken for v1.5, epsilon 1e-5 and ImageNet's mean and std, as both libraries have it, unless
 * its metadata says that it was exported from here.
 */
export const safetensors: WeightsDef = {
  type: 'safetensors',
  summary: "a .safetensors file in torchvision's or timm's names",
  matches: (weights) => weights.toLowerCase().endsWith('.safetensors'),
  async prepare({ weights: path }) {
    withSafetensors(path, ({ tensors, metadata }) => {
      checkResNet50(tensors, path);
      trainedWith(metadata, path);
    });
  },
  async load({ weights: path }): Promise<NetworkWeights> {
    return withSafetensors(path, ({ tensors: entries, metadata, read }) => {
      checkResNet50(entries, path);
      const names = [...BODY_SHAPES.keys(), ...[...entries.keys()].filter(isClassifier)];
      const tensors = new Map(names.map((name) => [name, fromTorch(read(name))]));
      return { ...trainedWith(metadata, path), tensors, hash: hashTensors(tensors) };
    });
  },
};

/** Mistakes told one by one; the rest is counted. */
const TOLD = 8;

function checkResNet50(entries: ReadonlyMap<string, TensorEntry>, path: string): void {
  const mistakes = [...missingOrMisshapen(entries), ...unknown(entries)];
  if (mistakes.length === 0) return;
  const more = mistakes.length > TOLD ? [`and ${mistakes.length - TOLD} more`] : [];
  throw new WeightsError(
    [
      `${path} does not hold a ResNet50 in torchvision's names:`,
      ...[...mistakes.slice(0, TOLD), ...more].map((line) => `  ${line}`),
      "Save the `state_dict()` of torchvision's or timm's resnet50 with safetensors.torch.save_file.",
    ].join('\n'),
  );
}

function missingOrMisshapen(entries: ReadonlyMap<string, TensorEntry>): readonly string[] {
  return [...BODY_SHAPES].flatMap(([name, shape]) => {
    const entry = entries.get(name);
    const expected = torchShape(shape).join(' x ');
    if (!entry) return [`${name} (${expected}) is missing`];
    const got = entry.shape.join(' x ');
    return got === expected ? [] : [`${name} is ${got}; expected ${expected}`];
  });
}

function unknown(entries: ReadonlyMap<string, TensorEntry>): readonly string[] {
  return [...entries.keys()]
    .filter((name) => !BODY_SHAPES.has(name) && !name.startsWith('fc.'))
    .filter((name) => !name.endsWith('.num_batches_tracked'))
    .map((name) => `${name} is not part of a ResNet50`);
}

/** The classifier as it is exported from here; others are left out, since every trial makes its own. */
function isClassifier(name: string): boolean {
  return /^fc\.((0|2)\.)?(weight|bias)$/.test(name);
}
