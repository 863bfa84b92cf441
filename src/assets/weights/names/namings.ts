import type { NetworkDef } from '../../../networks/network.js';
import { bodyShapes } from '../../../networks/shapes.js';

/** A way in which programs name the tensors of a ResNet before its classifier. */
export interface Naming {
  /** Whose names these are, as messages say it. */
  readonly title: string;
  /** First parts of names that belong to the network itself: nothing else may stand under them. */
  readonly roots: readonly string[];
  /** Whether a `config.json` beside the file says what its tensors don't. */
  readonly ownConfig: boolean;
  /** What torchvision calls `layer1.0.conv1.weight`. */
  spell(torchvision: string): string;
}

/** All that are known. Prefixes (`module.encoder_q.`) are none of theirs. */
export const NAMINGS: readonly Naming[] = [
  {
    title: 'torchvision or timm',
    ownConfig: false,
    roots: ['conv1', 'bn1', 'layer1', 'layer2', 'layer3', 'layer4'],
    spell: (name) => name,
  },
  children("torch's Sequential(*resnet.children())", 4),
  children("torch's Sequential of a ResNet without its pooling", 3),
  {
    title: "transformers' ResNet",
    ownConfig: true,
    roots: ['embedder', 'encoder'],
    spell: spellTransformers,
  },
];

/** Names in the file of every tensor of a network's body, and torchvision's for each. */
export function spelledNames(network: NetworkDef, naming: Naming): ReadonlyMap<string, string> {
  return new Map([...bodyShapes(network).keys()].map((name) => [naming.spell(name), name]));
}

/** The children of a ResNet by their places: conv1, bn1, ReLU, max pooling (or not), `layer1` ... */
function children(title: string, layer1: number): Naming {
  const places = new Map([
    ['conv1', '0'],
    ['bn1', '1'],
    ...[1, 2, 3, 4].map((n): [string, string] => [`layer${n}`, String(layer1 + n - 1)]),
  ]);
  return {
    title,
    ownConfig: false,
    roots: [...places.values()],
    spell(name) {
      const [first = '', ...rest] = name.split('.');
      return [places.get(first) ?? first, ...rest].join('.');
    },
  };
}

/** `layer2.0.conv1.weight` is `encoder.stages.1.layers.0.layer.0.convolution.weight` there. */
function spellTransformers(name: string): string {
  const [first = '', ...rest] = name.split('.');
  const last = rest.at(-1) ?? '';
  if (first === 'conv1') return `embedder.embedder.convolution.${last}`;
  if (first === 'bn1') return `embedder.embedder.normalization.${last}`;
  const [block, part = '', place] = rest;
  const inBlock = `encoder.stages.${Number(first.at(-1)) - 1}.layers.${block}`;
  if (part === 'downsample') {
    return `${inBlock}.shortcut.${place === '0' ? 'convolution' : 'normalization'}.${last}`;
  }
  const kind = part.startsWith('conv') ? 'convolution' : 'normalization';
  return `${inBlock}.layer.${Number(part.at(-1)) - 1}.${kind}.${last}`;
}
