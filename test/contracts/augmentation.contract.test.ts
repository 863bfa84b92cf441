import { describe, expect, test } from 'vitest';
import { rngFor } from '../../src/core/random.js';
import { createAugmenter } from '../../src/images/augment.js';
import type { AugmentationDef, Batch, Image } from '../../src/images/augmentation.js';
import { builtinSets } from '../../src/images/augmentation-sets.js';
import { augmentations } from '../../src/images/augmentations/index.js';

const SIZES = [
  { height: 32, width: 32 },
  { height: 9, width: 13 },
  { height: 1, width: 1 },
];

/** Options for those that need some; all others must do without. */
const EXAMPLES: Readonly<Record<string, object>> = {
  color_jitter: { brightness: 0.4, contrast: [0.5, 2], saturation: 0.4, hue: 0.1 },
};

describe.each(Object.entries(augmentations))('every augmentation: %s', (name, def) => {
  const options = def.options.parse(EXAMPLES[name] ?? {});

  test('is listed under its own type', () => {
    expect(def.type).toBe(name);
  });

  test('keeps its options when they are resolved twice', () => {
    expect(def.options.parse(options)).toEqual(options);
  });

  test('names an option it does not know', () => {
    expect(def.options.safeParse({ paddding: 4 }).error?.message).toContain('paddding');
  });

  test('draws and does the same for the same key, and something else for others', () => {
    const outcomes = Array.from({ length: 40 }, (_, key) => outcome(def, options, key));
    expect(outcome(def, options, 7) === outcomes[7]).toBe(true);
    expect(new Set(outcomes).size).toBeGreaterThan(1);
  });

  test.each(SIZES)('keeps size, number type and range at $height x $width', (size) => {
    for (let key = 0; key < 40; key += 1) {
      for (const image of [bytesOf(size), floatsOf(size)] as readonly Image[]) {
        const transform = def.create(options);
        if (transform.level !== 'image') continue;
        const draw = transform.draw(rngFor(key), size.height, size.width);
        const before = image.data.slice();
        const out = transform.apply(image, draw);
        expect([out.height, out.width, out.data.length]).toEqual([
          ...[size.height, size.width, image.data.length],
        ]);
        expect(out.data.constructor).toBe(image.data.constructor);
        const white = image.data instanceof Uint8Array ? 255 : 1;
        expect(out.data.every((value) => value >= 0 && value <= white)).toBe(true);
        expect(image.data.every((value, i) => value === before[i])).toBe(true);
      }
    }
  });

  test.each([1, 2, 5])('keeps label rows summing to 1 in a batch of %i', (size) => {
    for (let key = 0; key < 40; key += 1) {
      const transform = def.create(options);
      if (transform.level !== 'batch') continue;
      const batch = batchOf(size);
      transform.apply(batch, transform.draw(rngFor(key), batch));
      for (let row = 0; row < size; row += 1) {
        const label = batch.labels.subarray(row * batch.classes, (row + 1) * batch.classes);
        expect(label.reduce((sum, value) => sum + value)).toBeCloseTo(1, 6);
        expect(label.every((value) => value >= 0 && value <= 1)).toBe(true);
      }
      expect(batch.images.every((value) => value >= 0 && value <= 255)).toBe(true);
    }
  });
});

describe.each(Object.entries(builtinSets))('every built-in set: %s', (name, set) => {
  test('holds known transforms with all options resolved', () => {
    for (const { type, ...options } of set) {
      expect(augmentations).toHaveProperty(type);
      expect(augmentations[type]!.options.parse(options)).toEqual(options);
    }
  });

  test('runs', () => {
    const augmenter = createAugmenter(set);
    const image = bytesOf(SIZES[0]!);
    const out = augmenter.image(image, (place) => rngFor(1, place));
    const batch = batchOf(4);
    augmenter.batch(batch, (place) => rngFor(2, place));
    expect(augmenter.identity).toBe(name === 'none');
    if (name === 'none') expect([out, batch]).toEqual([image, batchOf(4)]);
  });
});

/** What comes of an image, or of a batch, under the draws of a key: its numbers, joined. */
function outcome(
  def: AugmentationDef,
  options: Readonly<Record<string, unknown>>,
  key: number,
): string {
  const transform = def.create(options);
  const rng = rngFor('outcome', key);
  if (transform.level === 'image') {
    const image = bytesOf(SIZES[0]!);
    return transform.apply(image, transform.draw(rng, 32, 32)).data.join();
  }
  const batch = batchOf(4);
  transform.apply(batch, transform.draw(rng, batch));
  return [...batch.images, ...batch.labels].join();
}

function bytesOf({ height, width }: { height: number; width: number }): Image<Uint8Array> {
  const rng = rngFor('pixels', height, width);
  const data = Uint8Array.from({ length: 3 * height * width }, () => Math.floor(rng() * 256));
  return { data, height, width };
}

function floatsOf(size: { height: number; width: number }): Image<Float32Array> {
  return { ...size, data: Float32Array.from(bytesOf(size).data, (value) => value / 255) };
}

function batchOf(size: number): Batch {
  const [height, width, classes] = [8, 6, 3];
  const rng = rngFor('batch', size);
  const images = Float32Array.from({ length: size * height * width * 3 }, () => 255 * rng());
  const labels = new Float32Array(size * classes);
  for (let row = 0; row < size; row += 1) labels[row * classes + (row % classes)] = 1;
  return { images, labels, size, height, width, classes };
}
