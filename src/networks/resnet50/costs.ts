import type { TrunkRecipe } from '../../core/recipe.js';

const STAGES = [
  { blocks: 3, width: 64 },
  { blocks: 4, width: 128 },
  { blocks: 6, width: 256 },
  { blocks: 3, width: 512 },
] as const;

type Input = Pick<TrunkRecipe, 'imageSize' | 'stem'>;

/**
 * Multiplications and additions of ResNet50's units for one image's forward pass, in the order of
 * `UNITS` (He et al., arXiv:1512.03385, table 1; 4.1e9 for the whole at 224 px).
 */
export function unitCosts(input: Input): readonly number[] {
  const conv = input.stem === 'small' ? input.imageSize : half(input.imageSize);
  return [
    7 * 7 * 3 * 64 * conv ** 2,
    ...blocks(input).map(({ pixels, channels, width, project }) => {
      const shortcut = project ? channels * 4 * width : 0;
      return pixels * (channels * width + 9 * width ** 2 + 4 * width ** 2 + shortcut);
    }),
    FEATURES * CLASSES,
  ];
}

/** Trained numbers of each unit, running statistics left out. */
export function parameterCounts(): readonly number[] {
  return [
    7 * 7 * 3 * 64 + 2 * 64,
    ...blocks({ imageSize: 224, stem: 'imagenet' }).map(({ channels, width, project }) => {
      const shortcut = project ? (channels + 2) * 4 * width : 0;
      return channels * width + 9 * width ** 2 + 4 * width ** 2 + 12 * width + shortcut;
    }),
    FEATURES * CLASSES,
  ];
}

/** Numbers that a training pass keeps of each unit for its gradient, for one image. */
export function activationCounts(input: Input): readonly number[] {
  const conv = input.stem === 'small' ? input.imageSize : half(input.imageSize);
  return [
    COPIES * 64 * conv ** 2,
    ...blocks(input).map(
      ({ pixels, width, project }) => COPIES * pixels * width * (project ? 10 : 6),
    ),
    FEATURES,
  ];
}

/** Before and after each batch norm. */
const COPIES = 2;

const FEATURES = 2048;

/** `fc` counts for next to nothing, whatever the number of classes. */
const CLASSES = 1000;

interface BlockShape {
  /** Of its output. */
  readonly pixels: number;
  /** Of its input. */
  readonly channels: number;
  readonly width: number;
  /** It changes the number of channels. */
  readonly project: boolean;
}

function blocks({ imageSize, stem }: Input): readonly BlockShape[] {
  let side = stem === 'small' ? imageSize : half(half(imageSize));
  let channels = 64;
  return STAGES.flatMap(({ blocks, width }, s) => {
    if (s > 0) side = half(side);
    return Array.from({ length: blocks }, (_, block) => {
      const shape = { pixels: side ** 2, channels, width, project: block === 0 };
      channels = 4 * width;
      return shape;
    });
  });
}

function half(side: number): number {
  return Math.ceil(side / 2);
}
