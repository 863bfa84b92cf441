import type { TrunkRecipe } from '../../core/recipe.js';
import { CONVS, type ConvShape } from './shapes.js';
import { UNITS } from './units.js';

/** Where a downsampling block has its stride: v1 in its first 1x1, v1.5 in its 3x3. */
export type Layout = 'v1' | 'v1.5';

/** A convolution, the batch norm behind it, and where its stride lies. */
export interface ConvUnit extends ConvShape {
  readonly geometry: { readonly stride: number; readonly pad: number };
}

/** A bottleneck: 1x1, 3x3, 1x1, and the projection of its input where the shape changes. */
export interface Block {
  readonly reduce: ConvUnit;
  readonly spatial: ConvUnit;
  readonly expand: ConvUnit;
  readonly project: ConvUnit | null;
}

/** The first convolution. `small` takes stride 1 (and no pooling follows), weights unchanged. */
export function stemConv(stem: TrunkRecipe['stem']): ConvUnit {
  return place('conv1', stem === 'small' ? 1 : 2);
}

/** The block of unit 1 to 16 in `UNITS`. */
export function blockOf(unit: number, layout: Layout): Block {
  const name = UNITS[unit]!;
  const stride = /^layer[234]\.0$/.test(name) ? 2 : 1;
  return {
    reduce: place(`${name}.conv1`, layout === 'v1' ? stride : 1),
    spatial: place(`${name}.conv2`, layout === 'v1' ? 1 : stride),
    expand: place(`${name}.conv3`, 1),
    project: name.endsWith('.0') ? place(`${name}.downsample.0`, stride) : null,
  };
}

/** All convolutions of a unit, in forward order, the projection last. */
export function convsOf(
  unit: number,
  stem: TrunkRecipe['stem'],
  layout: Layout,
): readonly ConvUnit[] {
  if (unit === 0) return [stemConv(stem)];
  const { reduce, spatial, expand, project } = blockOf(unit, layout);
  return project ? [reduce, spatial, expand, project] : [reduce, spatial, expand];
}

const byName: ReadonlyMap<string, ConvShape> = new Map(CONVS.map((conv) => [conv.conv, conv]));

function place(name: string, stride: number): ConvUnit {
  const conv = byName.get(name)!;
  return { ...conv, geometry: { stride, pad: (conv.shape[0] - 1) / 2 } };
}
