import { WeightsError } from '../../core/errors.js';
import { networks } from '../../networks/index.js';
import type { NetworkDef } from '../../networks/network.js';
import { bodyShapes } from '../../networks/shapes.js';
import type { TensorEntry } from '../tensor-files/safetensors-header.js';
import { torchShape } from '../tensor-files/torch-layout.js';

type Entries = ReadonlyMap<string, TensorEntry>;

/**
 * Checks that a file's tensors are those of a network, classifier aside, by torchvision's names.
 *
 * @throws {WeightsError} they are another network's, or some are missing, misshapen or unknown.
 */
export function checkEntries(entries: Entries, network: NetworkDef, path: string): void {
  const mistakes = mistakesOf(entries, network);
  if (mistakes.length === 0) return;
  const other = networks.find((each) => mistakesOf(entries, each).length === 0);
  if (other) {
    throw new WeightsError(
      `${path} holds a ${other.title}, not a ${network.title}: set model.architecture to ${other.name}, or name a file of a ${network.name}.`,
    );
  }
  const more = mistakes.length > TOLD ? [`and ${mistakes.length - TOLD} more`] : [];
  throw new WeightsError([
    `${path} does not hold a ${network.title} in torchvision's names:`,
    ...[...mistakes.slice(0, TOLD), ...more].map((line) => `  ${line}`),
    `Save the \`state_dict()\` of torchvision's or timm's ${network.name} with safetensors.torch.save_file.`,
  ]);
}

/** Mistakes told one by one; the rest is counted. */
const TOLD = 8;

function mistakesOf(entries: Entries, network: NetworkDef): readonly string[] {
  const shapes = bodyShapes(network);
  const wrong = [...shapes].flatMap(([name, shape]) => {
    const entry = entries.get(name);
    const expected = torchShape(shape).join(' x ');
    if (!entry) return [`${name} (${expected}) is missing`];
    const got = entry.shape.join(' x ');
    return got === expected ? [] : [`${name} is ${got}; expected ${expected}`];
  });
  const unknown = [...entries.keys()]
    .filter((name) => !shapes.has(name) && !name.startsWith('fc.'))
    .filter((name) => !name.endsWith('.num_batches_tracked'))
    .map((name) => `${name} is not part of a ${network.title}`);
  return [...wrong, ...unknown];
}
