import type { AugmentationDef } from '../augmentation.js';
import { colorJitter } from './color-jitter.js';
import { cutmix } from './cutmix.js';
import { cutout } from './cutout.js';
import { horizontalFlip } from './horizontal-flip.js';
import { mixup } from './mixup.js';
import { randaugment } from './randaugment.js';
import { randomCrop } from './random-crop.js';
import { randomErasing } from './random-erasing.js';
import { randomResizedCrop } from './random-resized-crop.js';
import { trivialaugment } from './trivialaugment.js';

/** Every transform that an augmentation set may name, by that name. */
export const augmentations: Readonly<Record<string, AugmentationDef>> = {
  random_crop: randomCrop,
  horizontal_flip: horizontalFlip,
  color_jitter: colorJitter,
  random_resized_crop: randomResizedCrop,
  cutout,
  random_erasing: randomErasing,
  randaugment,
  trivialaugment,
  mixup,
  cutmix,
};
