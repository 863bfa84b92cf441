import type { Image } from '../augmentation.js';
import { affine, rotate, shearX, shearY, translate } from '../pixels/affine.js';
import { autoContrast } from '../pixels/auto-contrast.js';
import { adjustBrightness, adjustContrast, adjustSaturation } from '../pixels/color.js';
import { equalize } from '../pixels/equalize.js';
import { adjustSharpness } from '../pixels/sharpness.js';
import { posterize, solarize } from '../pixels/tone.js';

/** One change of RandAugment's and TrivialAugment's, at a signed magnitude. */
export type Operation = <Data extends Uint8Array | Float32Array>(
  image: Image<Data>,
  magnitude: number,
) => Image<Data>;

/** By torchvision's names; the magnitude's unit is that of torchvision's tables. */
export const operations = {
  Identity: (image) => image,
  ShearX: (image, slope) => affine(image, shearX(slope, image.height)),
  ShearY: (image, slope) => affine(image, shearY(slope, image.width)),
  TranslateX: (image, pixels) => affine(image, translate(Math.trunc(pixels), 0)),
  TranslateY: (image, pixels) => affine(image, translate(0, Math.trunc(pixels))),
  Rotate: (image, degrees) => affine(image, rotate(degrees)),
  Brightness: (image, change) => adjustBrightness(image, 1 + change),
  Color: (image, change) => adjustSaturation(image, 1 + change),
  Contrast: (image, change) => adjustContrast(image, 1 + change),
  Sharpness: (image, change) => adjustSharpness(image, 1 + change),
  Posterize: posterize,
  Solarize: solarize,
  AutoContrast: autoContrast,
  Equalize: equalize,
} as const satisfies Readonly<Record<string, Operation>>;

export type OperationName = keyof typeof operations;
