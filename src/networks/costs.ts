import { sum } from '../core/lists/sum.js';
import type { TrunkRecipe } from '../core/recipe.js';
import { type BodyLayer, type ConvLayer, convsOf } from './layers.js';
import type { NetworkDef } from './network.js';

type Input = Pick<TrunkRecipe, 'imageSize' | 'stem'>;

/**
 * Multiplications and additions of a network's units for one image's forward pass, in the order of
 * its units, strides as in layout v1 (He et al., arXiv:1512.03385, table 1; of a ResNet50 3.9e9 for
 * the whole at 224 px, and 6 % more as v1.5).
 */
export function unitCosts(network: NetworkDef, input: Input): readonly number[] {
  return [
    ...unitConvs(network, input).map((convs) =>
      sum(convs.map(({ shape, side }) => side ** 2 * product(shape))),
    ),
    network.features * CLASSES,
  ];
}

/** Trained numbers of each unit, running statistics left out. */
export function parameterCounts(network: NetworkDef): readonly number[] {
  const input = { imageSize: 224, stem: 'imagenet' } as const;
  return [
    ...unitConvs(network, input).map((convs) =>
      sum(convs.map(({ shape }) => product(shape) + 2 * shape[3])),
    ),
    network.features * CLASSES,
  ];
}

/** Numbers that a training pass keeps of each unit for its gradient, for one image. */
export function activationCounts(network: NetworkDef, input: Input): readonly number[] {
  return [
    ...unitConvs(network, input).map(
      (convs) => COPIES * sum(convs.map(({ shape, side }) => side ** 2 * shape[3])),
    ),
    network.features,
  ];
}

/** Side in pixels of the body's output, where a batch norm sees the fewest values. */
export function deepestSide(network: NetworkDef, { imageSize, stem }: Input): number {
  return network.body({ stem, layout: 'v1' }).flat().reduce(sideAfter, imageSize);
}

/** Before and after each batch norm. */
const COPIES = 2;

/** The classifier counts for next to nothing, whatever the number of classes. */
const CLASSES = 1000;

/** A convolution, and the side in pixels of its output. */
interface PlacedConv {
  readonly shape: ConvLayer['shape'];
  readonly side: number;
}

type UnitConvs = readonly (readonly PlacedConv[])[];

const found = new WeakMap<NetworkDef, Map<string, UnitConvs>>();

/** Convolutions of each unit but the classifier; worked out once. */
function unitConvs(network: NetworkDef, input: Input): UnitConvs {
  const known = found.get(network) ?? new Map<string, UnitConvs>();
  found.set(network, known);
  const key = `${input.imageSize} ${input.stem}`;
  const convs = known.get(key) ?? findConvs(network, input);
  known.set(key, convs);
  return convs;
}

function findConvs(network: NetworkDef, { imageSize, stem }: Input): UnitConvs {
  let side = imageSize;
  return network.body({ stem, layout: 'v1' }).map((layers) =>
    layers.flatMap((layer): readonly PlacedConv[] => {
      const before = side;
      side = sideAfter(side, layer);
      if (layer.kind !== 'residual') return convsOf([layer]).map(({ shape }) => ({ shape, side }));
      let inside = before;
      const body = layer.body.map((conv) => {
        inside = sideAfter(inside, conv);
        return { shape: conv.shape, side: inside };
      });
      return layer.project ? [...body, { shape: layer.project.shape, side }] : body;
    }),
  );
}

/** Every stride of 2 halves a side, rounding up. */
function sideAfter(side: number, layer: BodyLayer): number {
  if (layer.kind === 'residual') return layer.body.reduce(sideAfter, side);
  return Math.ceil(side / (layer.kind === 'conv' ? layer.geometry.stride : 2));
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((all, size) => all * size, 1);
}
