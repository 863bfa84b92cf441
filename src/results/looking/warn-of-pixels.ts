import type { Looked, WaysOfImages } from '../../core/looking/looked.js';
import type { Normalization, Rgb } from '../../core/recipe.js';
import { count, grouped } from '../../core/words/numbers.js';
import type { LookWarning, NormalizationEntry } from '../documents/looking/look.js';

/** What each normalization of a search space makes of the training images. */
export function normalizationEntries(
  { pixels, ofWeights }: Pick<Looked, 'pixels' | 'ofWeights'>,
  { normalizations }: WaysOfImages,
): readonly NormalizationEntry[] {
  return normalizations.flatMap(({ name, value }): readonly NormalizationEntry[] => {
    const norm = value === 'weights' ? ofWeights : value;
    if (!norm) return [];
    const { mean, std } = norm;
    return [
      {
        ...{ name, mean, std },
        input_mean: pixels.mean.map((own, c) => (own - mean[c]!) / std[c]!),
        input_std: pixels.std.map((own, c) => own / std[c]!),
      },
    ];
  });
}

/** Standard deviations that a mean may be off, and the factor that one may be, before it is said. */
const SHIFTED = 1;
const SCALED = 2;
/** The same of statistics that are meant to be those of the weights. */
const SHIFTED_FROM_WEIGHTS = 0.5;
const SCALED_FROM_WEIGHTS = 1.5;

/** Statistics that do not fit the weights, or the images. */
export function warnOfNormalization(
  { pixels, ofWeights }: Pick<Looked, 'pixels' | 'ofWeights'>,
  entries: readonly NormalizationEntry[],
): readonly LookWarning[] {
  return entries.flatMap((entry) => {
    const { name, mean, std, input_mean: inputMean, input_std: inputStd } = entry;
    const told: LookWarning[] = [];
    if (ofWeights && isOff(ofWeights, { mean, std })) {
      told.push(
        warning(
          `Normalization ${name} (mean ${list(mean)}, std ${list(std)}) is not what the weights were trained with (mean ${list(ofWeights.mean)}, std ${list(ofWeights.std)}): frozen layers see what they have never seen. Compare with \`normalization: weights\`.`,
        ),
      );
    }
    const isShifted = inputMean.some((value) => Math.abs(value) > SHIFTED);
    const isScaled = inputStd.some((value) => value > SCALED || value < 1 / SCALED);
    if (isShifted || isScaled) {
      told.push(
        warning(
          `Normalized by ${name}, the training images have mean ${list(inputMean)} and std ${list(inputStd)} by channel, where weights expect about 0 and 1. Compare with statistics of their own: \`normalization: { mean: [${list(pixels.mean)}], std: [${list(pixels.std)}] }\`.`,
        ),
      );
    }
    return told;
  });
}

function isOff(
  weights: Normalization,
  { mean, std }: { readonly mean: readonly number[]; readonly std: readonly number[] },
): boolean {
  return weights.mean.some((own, c) => {
    const shift = Math.abs(mean[c]! - own) / weights.std[c]!;
    const scale = std[c]! / weights.std[c]!;
    return (
      shift > SHIFTED_FROM_WEIGHTS || scale > SCALED_FROM_WEIGHTS || scale < 1 / SCALED_FROM_WEIGHTS
    );
  });
}

/** Share of images that are gray above which all are called so, and below which it is no matter. */
const ALL_GRAY = 0.95;
const SOME_GRAY = 0.05;

/** Gray images, which are read as color. */
export function warnOfGray({
  gray,
  images,
}: Pick<Looked, 'gray' | 'images'>): readonly LookWarning[] {
  const share = gray / images;
  if (!(share >= SOME_GRAY)) return [];
  const message =
    share >= ALL_GRAY
      ? `${share === 1 ? 'All' : `${grouped(gray)} of`} ${count(images, 'image')} are gray, read as red, green and blue of equal values: changes of hue and saturation do nothing.`
      : `${grouped(gray)} of ${count(images, 'image')} are gray, the others in color: where some classes have more gray images than others, a network learns that. \`color_jitter\` with \`saturation: 1\` makes it less of a sign.`;
  return [{ kind: 'gray', message, images: [] }];
}

function list(values: readonly number[] | Rgb): string {
  return values.map((value) => Number(value.toFixed(3))).join(', ');
}

function warning(message: string): LookWarning {
  return { kind: 'normalization', message, images: [] };
}
