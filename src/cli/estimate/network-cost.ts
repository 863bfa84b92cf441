import type { Recipe } from '../../core/recipe.js';
import { UNITS } from '../../core/units.js';

const STAGES = [
  { blocks: 3, width: 64 },
  { blocks: 4, width: 128 },
  { blocks: 6, width: 256 },
  { blocks: 3, width: 512 },
] as const;

/**
 * Multiplications and additions of ResNet50's units for one image's forward pass, in the order of
 * `UNITS` (He et al., arXiv:1512.03385, table 1; 4.1e9 for the whole at 224 px).
 */
export function unitCosts({
  imageSize,
  stem,
}: Pick<Recipe, 'imageSize' | 'stem'>): readonly number[] {
  const small = stem === 'small';
  const afterConv = small ? imageSize : half(imageSize);
  const costs = [7 * 7 * 3 * 64 * afterConv ** 2];
  let side = small ? afterConv : half(afterConv);
  let channels = 64;
  for (const [s, { blocks, width }] of STAGES.entries()) {
    if (s > 0) side = half(side);
    for (let block = 0; block < blocks; block += 1) {
      const shortcut = block === 0 ? channels * 4 * width : 0;
      costs.push(side ** 2 * (channels * width + 9 * width ** 2 + 4 * width ** 2 + shortcut));
      channels = 4 * width;
    }
  }
  costs.push(channels * CLASSES);
  if (costs.length !== UNITS.length) throw new Error('a cost for each unit is expected');
  return costs;
}

/** `fc` counts for next to nothing, whatever the number of classes. */
const CLASSES = 1000;

function half(side: number): number {
  return Math.ceil(side / 2);
}
