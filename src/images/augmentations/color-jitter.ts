import { z } from 'zod';
import { permutation, type Rng } from '../../core/random.js';
import { defineAugmentation, type Image } from '../augmentation.js';
import { adjustBrightness, adjustContrast, adjustSaturation } from '../pixels/color.js';
import { adjustHue } from '../pixels/hue.js';

/**
 * Changes brightness, contrast, saturation and hue by random amounts, in random order.
 *
 * A number x means a factor from 1 - x to 1 + x (not below 0); for `hue` a shift from -x to x turns.
 *
 * @example
 * - color_jitter: { brightness: 0.4, saturation: [0.5, 1.2], hue: 0.1 }
 */
export const colorJitter = defineAugmentation({
  type: 'color_jitter',
  options: z
    .strictObject({
      brightness: spread().describe('Spread of the factor, or [min, max]'),
      contrast: spread().describe('Spread of the factor, or [min, max]'),
      saturation: spread().describe('Spread of the factor, or [min, max]'),
      hue: spread(0.5).describe('Largest shift in turns (at most 0.5), or [min, max]'),
    })
    .refine(
      (options) => Object.values(options).some((value) => value !== 0),
      'expected at least one of brightness, contrast, saturation, hue',
    ),
  create({ brightness, contrast, saturation, hue }) {
    const ranges: Readonly<Record<JitterName, Range>> = {
      brightness: aroundOne(brightness),
      contrast: aroundOne(contrast),
      saturation: aroundOne(saturation),
      hue: typeof hue === 'number' ? [-hue, hue] : hue,
    };
    return {
      level: 'image',
      draw: (rng): JitterDraw => {
        const amounts = JITTERS.map((name) => ({ name, amount: within(rng, ranges[name]) }));
        return Array.from(permutation(rng, amounts.length), (index) => amounts[index]!);
      },
      apply: (image, draw) =>
        draw.reduce((changed, { name, amount }) => adjust(changed, name, amount), image),
    };
  },
});

const JITTERS = ['brightness', 'contrast', 'saturation', 'hue'] as const;

type JitterName = (typeof JITTERS)[number];
type Range = readonly [min: number, max: number];

/** The changes in the order they are made. */
export type JitterDraw = readonly { readonly name: JitterName; readonly amount: number }[];

/** A factor's spread, or, where there is a `most`, a shift's. */
function spread(most?: number) {
  const number = most === undefined ? z.number().min(0) : z.number().min(0).max(most);
  const bound = most === undefined ? number : z.number().min(-most).max(most);
  const range = z
    .tuple([bound, bound])
    .refine(([low, high]) => low <= high, 'expected [min, max] with min <= max');
  return z.union([number, range], 'expected a number from 0 up, or [min, max]').default(0);
}

function aroundOne(value: number | Range): Range {
  return typeof value === 'number' ? [Math.max(0, 1 - value), 1 + value] : value;
}

function within(rng: Rng, [min, max]: Range): number {
  return min + (max - min) * rng();
}

function adjust<Data extends Uint8Array | Float32Array>(
  image: Image<Data>,
  name: JitterName,
  amount: number,
): Image<Data> {
  if (name === 'hue') return adjustHue(image, amount);
  if (amount === 1) return image;
  if (name === 'brightness') return adjustBrightness(image, amount);
  if (name === 'contrast') return adjustContrast(image, amount);
  return adjustSaturation(image, amount);
}
