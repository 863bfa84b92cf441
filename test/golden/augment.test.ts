import { describe, expect, test } from 'vitest';
import type { Rgb } from '../../src/core/recipe.js';
import type { AugmentationDef, Batch, Image } from '../../src/images/augmentation.js';
import { cutmix } from '../../src/images/augmentations/cutmix.js';
import { mixup } from '../../src/images/augmentations/mixup.js';
import { RANDAUGMENT_TABLE } from '../../src/images/augmentations/randaugment.js';
import { type OperationName, operations } from '../../src/images/auto-augment/operations.js';
import { clippedBox, fillBox } from '../../src/images/pixels/box.js';
import {
  adjustBrightness,
  adjustContrast,
  adjustSaturation,
} from '../../src/images/pixels/color.js';
import { adjustHue } from '../../src/images/pixels/hue.js';
import { mirror } from '../../src/images/pixels/mirror.js';
import { shift } from '../../src/images/pixels/shift.js';
import { resample } from '../../src/images/resizing/resample.js';
import { resizeAndNormalize } from '../../src/images/resizing/resize.js';
import { bilinearTaps } from '../../src/images/resizing/taps.js';
import { excess, type PackedTensor, readGolden, unpack } from './golden.js';

interface Case {
  readonly op: string;
  readonly input: string;
  readonly params: Params;
  readonly output: PackedTensor;
  readonly softLabels?: PackedTensor;
  readonly tolerance: { readonly maxAbs: number };
  readonly nearTies?: readonly number[];
}

// Each case holds those that its op needs; a missing one makes NaN, which fails.
type Params = Readonly<Record<string, number>> & {
  readonly order: readonly string[];
  readonly mean: Rgb;
  readonly std: Rgb;
  readonly box: Readonly<Record<string, number>>;
  readonly labels: readonly number[];
};

const { inputs, cases } = readGolden<{
  inputs: Readonly<Record<string, PackedTensor>>;
  cases: readonly Case[];
}>('augment.json');

describe.each(cases.map((entry, index) => ({ ...entry, index })))(
  "pixels are torchvision's: $index $op $input",
  (entry) => {
    const { op, input, params, output, softLabels, tolerance, nearTies = [] } = entry;

    test(
      JSON.stringify(params, (key, value) => (key === 'inverseMatrix' ? undefined : value)),
      () => {
        const want = unpack(output);
        if (softLabels) {
          const batch = mixed(op, input, params);
          const abs = tolerance.maxAbs;
          expect(excess(batch.images.map(toUnit), want, { abs })).toBeLessThanOrEqual(0);
          expect(excess(batch.labels, unpack(softLabels), { abs: 1e-6 })).toBeLessThanOrEqual(0);
          return;
        }
        const got = applied(op, readImage(input), params);
        for (const pixel of nearTies) got.set(want.subarray(3 * pixel, 3 * pixel + 3), 3 * pixel);
        expect(got.constructor).toBe(want.constructor);
        expect(excess(got, want, { abs: tolerance.maxAbs })).toBeLessThanOrEqual(0);
      },
    );
  },
);

test.each(cases.filter(({ op }) => op.startsWith('randAugment:')))(
  "randaugment's scale is torchvision's: $op $params.magnitude",
  ({ op, input, params }) => {
    const { height, width } = readImage(input);
    const { at, signed } = RANDAUGMENT_TABLE[op.slice('randAugment:'.length) as OperationName];
    const want = signed ? Math.abs(params.magnitude!) : params.magnitude!;
    expect(at(params.bin!, params.bins!, height, width)).toBeCloseTo(want, 6);
    expect(params.magnitude! >= 0 || signed).toBe(true);
  },
);

const ADJUST = {
  brightness: adjustBrightness,
  contrast: adjustContrast,
  saturation: adjustSaturation,
  hue: adjustHue,
};

/** The case's operation by its own name; one that we don't know throws, it isn't skipped. */
function applied(op: string, image: Image, params: Params): Uint8Array | Float32Array {
  const { height, width } = image;
  const { top, left, length, factor } = params as Readonly<Record<string, number>>;
  if (op.startsWith('randAugment:')) {
    const operation = operations[op.slice('randAugment:'.length) as OperationName];
    if (!operation) throw new Error(`no operation of ours is ${op}`);
    return operation(image, params.magnitude!).data;
  }
  switch (op) {
    case 'randomCrop':
      expect(params).toMatchObject({ fill: 0, size: height });
      return shift(image, params.padding! - top!, params.padding! - left!).data;
    case 'hflip':
      return mirror(image).data;
    case 'brightness':
    case 'contrast':
    case 'saturation':
    case 'hue':
      return ADJUST[op](image, factor!).data;
    case 'colorJitter':
      return params.order.reduce(
        (changed, name) => ADJUST[name as keyof typeof ADJUST](changed, params[name]!),
        image,
      ).data;
    case 'randomErasing': {
      const box = {
        top: top!,
        left: left!,
        bottom: top! + params.height!,
        right: left! + params.width!,
      };
      return fillBox(image, box, [params.value!]).data;
    }
    case 'cutout': {
      const center = { y: params.centerY!, x: params.centerX! };
      const half = Math.floor(length! / 2);
      const box = clippedBox(center, half, half, height, width);
      expect(box).toEqual(params.box);
      return fillBox(image, box, [0]).data;
    }
    case 'normalize':
      return normalized(image, params.mean, params.std);
    case 'resizeBilinear':
      expect(params).toMatchObject({ alignCorners: false, antialias: false });
      return resized(image, params.height!, params.width!);
    default:
      throw new Error(`no operation of ours is ${op}`);
  }
}

function normalized({ data, height, width }: Image, mean: Rgb, std: Rgb): Float32Array {
  const out = new Float32Array(data.length);
  const bytes = data.map((value) => value * 255);
  const mean255 = mean.map((value) => 255 * value) as unknown as Rgb;
  const scale = std.map((value) => 1 / (255 * value)) as unknown as Rgb;
  expect(height).toBe(width);
  resizeAndNormalize(bytes, { size: 1, height, width }, height, mean255, scale, out);
  return out;
}

function resized({ data, height, width }: Image, toHeight: number, toWidth: number): Float32Array {
  const out = new Float32Array(3 * toHeight * toWidth);
  if (toHeight === toWidth) {
    resizeAndNormalize(data, { size: 1, height, width }, toHeight, [0, 0, 0], [1, 1, 1], out);
    return out;
  }
  const source = { data, offset: 0, stride: 3 * width, height };
  const [vertical, horizontal] = [bilinearTaps(height, toHeight), bilinearTaps(width, toWidth)];
  const scratch = new Float32Array(3 * height * toWidth);
  resample(source, vertical, horizontal, { scale: [1, 1, 1], shift: [0, 0, 0] }, scratch, out, 0);
  return out;
}

/** The case's batch (0..255, as ours are) after mixup or cutmix with the case's draw. */
function mixed(op: string, input: string, params: Params): Batch {
  expect(input).toBe('pair:float');
  const { classes, labels } = params as Params & { readonly classes: number };
  const pair = [readImage('image0:float'), readImage('image1:float')];
  const { height, width } = pair[0]!;
  const batch: Batch = {
    images: Float32Array.from(pair.flatMap(({ data }) => Array.from(data, (value) => value * 255))),
    labels: new Float32Array(pair.length * classes),
    size: pair.length,
    height,
    width,
    classes,
  };
  labels.forEach((label, row) => {
    batch.labels[row * classes + label] = 1;
  });
  const [lambda, x, y] = [params.lam!, params.r_x!, params.r_y!];
  const transform = MIXERS[op]?.create({ alpha: 1, p: 1 });
  if (transform?.level !== 'batch') throw new Error(`no batch operation of ours is ${op}`);
  transform.apply(batch, { mixes: true, lambda, center: { x, y } });
  return batch;
}

const MIXERS: Readonly<Record<string, AugmentationDef>> = { mixup, cutmix };

function toUnit(value: number): number {
  return value / 255;
}

/** `image0:uint8`, or `image0:float`: the bytes over 255 in float32. */
function readImage(input: string): Image {
  const [name, kind] = input.split(':');
  const packed = inputs[name!]!;
  const [height, width] = packed.shape as readonly [number, number];
  const bytes = unpack(packed);
  expect(['uint8', 'float']).toContain(kind);
  return { data: kind === 'float' ? Float32Array.from(bytes, toUnit) : bytes, height, width };
}
