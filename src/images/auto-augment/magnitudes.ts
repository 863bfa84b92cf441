import type { OperationName } from './operations.js';

/** How strong an operation is at each bin of a scale. */
export interface Magnitude {
  /** Whether its opposite is as likely. */
  readonly signed: boolean;
  /** The value of `bin` (0..bins-1) for an image of this size. */
  at(bin: number, bins: number, height: number, width: number): number;
}

export type MagnitudeTable = Readonly<Record<OperationName, Magnitude>>;

/** How far a table's scales reach; the operations without a magnitude are the same in all tables. */
export interface Reach {
  readonly shear: number;
  /** In pixels. */
  translate(side: number): number;
  readonly degrees: number;
  /** Of brightness, color, contrast and sharpness. */
  readonly change: number;
  /** Bits that posterizing takes away at most. */
  readonly bits: number;
}

export function magnitudeTable({ shear, translate, degrees, change, bits }: Reach): MagnitudeTable {
  const slanted = rising(() => shear);
  const changed = rising(() => change);
  return {
    Identity: NONE,
    ShearX: slanted,
    ShearY: slanted,
    TranslateX: rising((_height, width) => translate(width)),
    TranslateY: rising((height) => translate(height)),
    Rotate: rising(() => degrees),
    Brightness: changed,
    Color: changed,
    Contrast: changed,
    Sharpness: changed,
    Posterize: { signed: false, at: (bin, bins) => roundHalfEven(8 - (bin * bits) / (bins - 1)) },
    Solarize: { signed: false, at: (bin, bins) => linspace(1, 0, bin, bins) },
    AutoContrast: NONE,
    Equalize: NONE,
  };
}

const NONE: Magnitude = { signed: false, at: () => 0 };

function rising(most: (height: number, width: number) => number): Magnitude {
  return {
    signed: true,
    at: (bin, bins, height, width) => linspace(0, most(height, width), bin, bins),
  };
}

/** As torch rounds. */
function roundHalfEven(value: number): number {
  const low = Math.floor(value);
  const over = value - low - 0.5;
  return over > 0 || (over === 0 && low % 2 === 1) ? low + 1 : low;
}

/** torch.linspace in float32, which counts from the nearer end. */
function linspace(start: number, end: number, index: number, count: number): number {
  const { fround } = Math;
  const step = fround(fround(end - start) / (count - 1));
  if (index < Math.floor(count / 2)) return fround(start + fround(step * index));
  return fround(end - fround(step * (count - 1 - index)));
}
