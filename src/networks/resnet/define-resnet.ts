import type { BodyLayer } from '../layers.js';
import type { NetworkDef, NetworkForm } from '../network.js';
import { BLOCKS, type BlockKind } from './blocks.js';
import { stemLayers } from './stem.js';

export interface ResNetShape {
  readonly name: string;
  readonly title: string;
  readonly block: BlockKind;
  /** Blocks of `layer1` to `layer4`. */
  readonly blocks: readonly [number, number, number, number];
  /** Factor of the channels inside a block; default 1. */
  readonly width?: number;
}

/** A residual network by torchvision's names: a stem, four stages of blocks, and `fc`. */
export function defineResNet({ name, title, block, blocks, width = 1 }: ResNetShape): NetworkDef {
  const { expansion, layers } = BLOCKS[block];
  const plan = blocks.flatMap((count, s) =>
    Array.from({ length: count }, (_, b) => {
      const outputs = BASE * 2 ** s * expansion;
      return {
        name: `layer${s + 1}.${b}`,
        inputs: b > 0 ? outputs : s > 0 ? outputs / 2 : STEM,
        inner: BASE * 2 ** s * width,
        outputs,
        stride: b === 0 && s > 0 ? 2 : 1,
      };
    }),
  );
  const units = ['stem', ...plan.map((each) => each.name), 'fc'];
  const forms = new Map<string, readonly (readonly BodyLayer[])[]>();

  return {
    name,
    title,
    units,
    stages: ['fc', 'layer4', 'layer3', 'layer2', 'layer1', 'stem'].map((stage) => {
      return { name: stage, unit: units.findIndex((unit) => unit.split('.')[0] === stage) };
    }),
    features: BASE * 8 * expansion,
    body(form: NetworkForm) {
      const key = `${form.stem} ${form.layout}`;
      const known = forms.get(key);
      if (known) return known;
      const made = [
        stemLayers(STEM, form.stem),
        ...plan.map((each) => [layers(each, form.layout)]),
      ];
      forms.set(key, made);
      return made;
    },
  };
}

/** Channels that the stem gives. */
const STEM = 64;

/** Channels inside a block of `layer1`; each later stage has twice as many. */
const BASE = 64;
