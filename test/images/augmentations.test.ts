import { describe, expect, test } from 'vitest';
import { rngFor } from '../../src/core/random.js';
import type { Batch, Image } from '../../src/images/augmentation.js';
import { augmentations } from '../../src/images/augmentations/index.js';
import { drawBeta } from '../../src/images/draw-beta.js';

interface Box {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** 400 draws of a transform for an image of this size. */
function draws<Draw>(type: string, options: object, height: number, width = height): Draw[] {
  const def = augmentations[type]!;
  const transform = def.create(def.options.parse(options));
  return Array.from({ length: 400 }, (_, key) => {
    const rng = rngFor('draws', key);
    if (transform.level === 'image') return transform.draw(rng, height, width) as Draw;
    return transform.draw(rng, { size: 4, height, width }) as Draw;
  });
}

function applied(type: string, options: object, image: Image, key = 0): Image {
  const def = augmentations[type]!;
  const transform = def.create(def.options.parse(options));
  if (transform.level !== 'image') throw new Error(`${type} works on batches`);
  return transform.apply(image, transform.draw(rngFor(key), image.height, image.width));
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value) / values.length;

const problem = (type: string, options: object) =>
  augmentations[type]!.options.safeParse(options).error?.message ?? '';

const noise: Image<Uint8Array> = {
  data: Uint8Array.from({ length: 24 * 24 * 3 }, (_, i) => (i * 89) % 256),
  height: 24,
  width: 24,
};

describe('random_crop', () => {
  test.each([
    [{}, 32, 4],
    [{}, 224, 28],
    [{ padding: 4 }, 224, 4],
  ])('with %j moves an image of %i pixels by up to %i', (options, side, most) => {
    const found = draws<{ down: number; right: number }>('random_crop', options, side);
    for (const way of ['down', 'right'] as const) {
      const moves = found.map((draw) => draw[way]);
      expect([Math.min(...moves), Math.max(...moves)]).toEqual([-most, most]);
    }
  });
});

describe('horizontal_flip', () => {
  test('flips about half of the images, or as many as asked', () => {
    expect(mean(draws<boolean>('horizontal_flip', {}, 8).map(Number))).toBeCloseTo(0.5, 1);
    expect(mean(draws<boolean>('horizontal_flip', { p: 0.1 }, 8).map(Number))).toBeCloseTo(0.1, 1);
  });
});

describe('color_jitter', () => {
  type Draw = readonly { name: string; amount: number }[];

  test('spreads factors about 1 and hue about 0, or within [min, max]', () => {
    const options = { brightness: 0.4, contrast: 3, saturation: [0.2, 0.3], hue: 0.1 };
    const found = draws<Draw>('color_jitter', options, 8).flat();
    const limits = {
      brightness: [0.6, 1.4],
      contrast: [0, 4],
      saturation: [0.2, 0.3],
      hue: [-0.1, 0.1],
    };
    for (const [name, [low, high]] of Object.entries(limits)) {
      const amounts = found.filter((change) => change.name === name).map(({ amount }) => amount);
      const [least, most] = [Math.min(...amounts), Math.max(...amounts)];
      expect(least >= low! && most <= high!).toBe(true);
      expect(most - least).toBeGreaterThan(0.9 * (high! - low!));
    }
  });

  test('takes the four in any order', () => {
    const orders = draws<Draw>('color_jitter', { hue: 0.1 }, 8).map((changes) =>
      changes.map(({ name }) => name).join(),
    );
    expect(new Set(orders).size).toBe(24);
  });

  test('that would change nothing is a mistake, and so is a hue past half a turn', () => {
    expect(problem('color_jitter', {})).toContain('at least one of brightness');
    expect(problem('color_jitter', { hue: 0.6 })).toContain('0.5');
    expect(problem('color_jitter', { contrast: [2, 1] })).toContain('[min, max]');
  });
});

describe('random_resized_crop', () => {
  test('takes parts of the asked area and shape', () => {
    const options = { scale: [0.25, 0.5], ratio: [0.5, 2] };
    for (const { top, left, bottom, right } of draws<Box>(
      'random_resized_crop',
      options,
      200,
      300,
    )) {
      const [height, width] = [bottom - top, right - left];
      expect(top >= 0 && left >= 0 && bottom <= 200 && right <= 300).toBe(true);
      expect((height * width) / 60_000).toBeGreaterThan(0.24);
      expect((height * width) / 60_000).toBeLessThan(0.51);
      expect(width / height).toBeGreaterThan(0.48);
      expect(width / height).toBeLessThan(2.05);
    }
  });

  test('falls back to the largest central part where no asked one fits', () => {
    const options = { scale: [1, 1], ratio: [1, 1] };
    const [box] = draws<Box>('random_resized_crop', options, 10, 30);
    expect(box).toEqual({ top: 0, left: 10, bottom: 10, right: 20 });
  });

  test('keeps every byte of the whole image', () => {
    const whole = applied('random_resized_crop', { scale: [1, 1], ratio: [1, 1] }, noise);
    expect(whole.data).toEqual(noise.data);
  });
});

describe('cutout', () => {
  test.each([
    [{}, 16],
    [{ length: 8 }, 8],
    [{ fraction: 0.25 }, 8],
  ])('with %j covers a square of %i pixels at 32, less at the edges', (options, side) => {
    const boxes = draws<Box>('cutout', options, 32);
    const heights = boxes.map(({ top, bottom }) => bottom - top);
    expect([Math.min(...heights), Math.max(...heights)]).toEqual([side / 2, side]);
  });
});

describe('random_erasing', () => {
  test('happens as often as asked', () => {
    const none = draws('random_erasing', { p: 0.25 }, 32).filter((draw) => draw === null);
    expect(none.length / 400).toBeCloseTo(0.75, 1);
  });

  test('covers with a brightness, the mean color, or noise', () => {
    const changed = (value: number | string, key: number) => {
      const { data } = applied('random_erasing', { p: 1, value, scale: [0.2, 0.3] }, noise, key);
      return Array.from(data.entries()).filter(([i, v]) => v !== noise.data[i]);
    };
    expect(new Set(changed(7, 1).map(([, v]) => v))).toEqual(new Set([7]));
    expect(new Set(changed('mean', 1).map(([i, v]) => `${i % 3}:${v}`)).size).toBe(3);
    expect(new Set(changed('random', 1).map(([, v]) => v)).size).toBeGreaterThan(50);
  });
});

describe('randaugment and trivialaugment', () => {
  type Drawn = { name: string; magnitude: number };

  test('choose all fourteen operations, both ways where there are two', () => {
    const drawn = draws<Drawn[]>('randaugment', {}, 32).flat();
    expect(drawn).toHaveLength(800);
    expect(new Set(drawn.map(({ name }) => name)).size).toBe(14);
    const turns = new Set(drawn.filter(({ name }) => name === 'Rotate').map((d) => d.magnitude));
    expect([...turns].sort()).toEqual([-9, 9]);
  });

  test('trivialaugment turns by anything up to 135 degrees', () => {
    const drawn = draws<Drawn>('trivialaugment', {}, 32);
    const turns = drawn.filter(({ name }) => name === 'Rotate').map((d) => Math.abs(d.magnitude));
    expect(Math.max(...turns)).toBeGreaterThan(100);
    expect(Math.min(...turns)).toBeLessThan(35);
  });

  test('a magnitude past the scale is a mistake', () => {
    expect(problem('randaugment', { magnitude: 31 })).toContain('num_magnitude_bins');
  });
});

describe('mixup and cutmix', () => {
  const batch = (): Batch => ({
    images: Float32Array.from({ length: 3 * 4 * 4 * 3 }, (_, i) => 100 * Math.floor(i / 48)),
    labels: Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
    size: 3,
    height: 4,
    width: 4,
    classes: 3,
  });

  test.each(['mixup', 'cutmix'])('%s mixes labels by the share of pixels', (type) => {
    const def = augmentations[type]!;
    const transform = def.create(def.options.parse({}));
    if (transform.level !== 'batch') throw new Error(`${type} works on images`);
    for (let key = 0; key < 20; key += 1) {
      const mixed = batch();
      transform.apply(mixed, transform.draw(rngFor(key), mixed));
      // Images hold 0, 100 and 200; the partner of each is the one before it.
      const means = [0, 1, 2].map((i) =>
        mean(Array.from(mixed.images.subarray(48 * i, 48 * i + 48))),
      );
      const { labels } = mixed;
      expect(means[1]! / 100).toBeCloseTo(labels[4]!, 5);
      expect(means[2]! / 100).toBeCloseTo(2 * labels[8]! + labels[7]!, 5);
      expect(means[0]! / 100).toBeCloseTo(2 * labels[2]!, 5);
    }
  });

  test('p leaves some batches as they are', () => {
    const drawn = draws<{ mixes: boolean }>('mixup', { p: 0.3 }, 4);
    expect(mean(drawn.map(({ mixes }) => Number(mixes)))).toBeCloseTo(0.3, 1);
  });
});

describe('Beta(alpha, alpha)', () => {
  test.each([0.01, 0.2, 1, 4])('has its mean and variance at alpha %f', (alpha) => {
    const values = Array.from({ length: 8000 }, (_, key) => drawBeta(rngFor('beta', key), alpha));
    const variance = mean(values.map((value) => (value - 0.5) ** 2));
    expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(Math.abs(mean(values) - 0.5)).toBeLessThan(0.02);
    expect(variance / (1 / (4 * (2 * alpha + 1)))).toBeCloseTo(1, 1);
  });
});
