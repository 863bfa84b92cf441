import type { Choice } from '../core/json.js';
import { augmentations } from './augmentations/index.js';

/** The sets every sweep file can name without declaring them. */
export const builtinSets: Readonly<Record<string, readonly Choice[]>> = {
  none: [],
  'crop-flip': cropFlip(),
  'crop-flip-jitter': [
    ...cropFlip(),
    resolved('color_jitter', { brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1 }),
  ],
  cutout: [...cropFlip(), resolved('cutout')],
  randaugment: [...cropFlip(), resolved('randaugment')],
  trivialaugment: [...cropFlip(), resolved('trivialaugment')],
  // The paper's value for ImageNet: alpha 1 underfits when little of the network trains.
  mixup: [...cropFlip(), resolved('mixup', { alpha: 0.2 })],
  cutmix: [...cropFlip(), resolved('cutmix')],
};

/** Random crop with an eighth of the side as padding (4 at 32 pixels), then a flip. */
function cropFlip(): readonly Choice[] {
  return [resolved('random_crop'), resolved('horizontal_flip')];
}

function resolved(type: string, options: object = {}): Choice {
  return { type, ...(augmentations[type]!.options.parse(options) as object) };
}
