import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resample } from '../../../src/images/resizing/resample.js';
import { resizeAndNormalize } from '../../../src/images/resizing/resize.js';
import { bilinearTaps } from '../../../src/images/resizing/taps.js';

// Pillow 13.0.0, Image.resize(…, Image.BILINEAR) in mode F: its filter is torch's antialias=True.
const ROW = [3, 250, 17, 99, 180, 4, 66, 201, 128];
const PILLOW = [
  [40.05, 191.75, 45.7, 135.45, 83.2, 44.3, 167.25, 138.95],
  [109.8571, 86.3125, 119.5294, 71.9375, 154.8571],
  [111.6571, 103.5122, 76.0, 146.8857],
  [99.507, 108.8592],
  [104.6885],
  [
    ...[3.0, 117.6786, 225.0357, 75.25, 49.2143, 101.8929, 153.9643],
    ...[123.4286, 10.2857, 41.6429, 99.75, 186.5357, 161.8929, 128.0],
  ],
];

test.each(PILLOW)("weights along an axis are Pillow's: 9 pixels to %#", (...want) => {
  const { count, first, weights } = bilinearTaps(ROW.length, want.length);
  const got = want.map((_, target) => {
    let sum = 0;
    for (let k = 0; k < count; k += 1) {
      sum += weights[target * count + k]! * ROW[first[target]! + k]!;
    }
    return sum;
  });
  for (const [i, value] of got.entries()) expect(value).toBeCloseTo(want[i]!, 3);
});

test.each([
  [3, 2, [40.8636, 47.7299, 44.2695, 56.4708, 53.0267, 50.6753]],
  [
    ...([6, 4] as const),
    [
      ...[13.0938, 18.7812, 26.9688, 23.4531, 25.5938, 41.2812],
      ...[64.1823, 54.0521, 80.6146, 52.8646, 40.2396, 74.3021],
      ...[60.2448, 50.0781, 54.5104, 45.1354, 50.8854, 55.4531],
      ...[62.8281, 54.2031, 67.0156, 33.4062, 57.5312, 46.2812],
    ],
  ],
])("both axes at once are Pillow's: 7 x 5 to %i x %i", (width, height, want) => {
  const gray = Array.from({ length: 35 }, (_, i) => i ** 2 % 101);
  const data = Float32Array.from(gray.flatMap((value) => [value, value, value]));
  const out = new Float32Array(3 * width * height);
  resample(
    { data, offset: 0, stride: 21, height: 5 },
    bilinearTaps(5, height),
    bilinearTaps(7, width),
    { scale: [1, 1, 1], shift: [0, 0, 0] },
    new Float32Array(3 * 5 * width),
    out,
    0,
  );
  const got = out.filter((_, i) => i % 3 === 1);
  for (const [i, value] of want.entries()) expect(got[i]).toBeCloseTo(value, 3);
});

test('weights are never negative, sum to 1 and stay inside the image', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 1, max: 80 }), (from, to) => {
      const { count, first, weights } = bilinearTaps(from, to);
      for (let target = 0; target < to; target += 1) {
        const own = weights.subarray(target * count, (target + 1) * count);
        expect(own.every((weight) => weight >= 0)).toBe(true);
        expect(own.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 12);
        expect(first[target]! >= 0 && first[target]! + count <= from).toBe(true);
      }
    }),
  );
});

test.each([
  [4, 4],
  [4, 9],
  [9, 4],
  [1, 3],
])('normalizes after resizing from %i to %i, each channel by its own numbers', (from, to) => {
  const images = new Uint8Array(2 * from * from * 3);
  for (let i = 0; i < images.length; i += 1) images[i] = [10, 20, 30][i % 3]!;
  const out = new Float32Array(2 * to * to * 3);
  const source = { size: 2, height: from, width: from };
  resizeAndNormalize(images, source, to, [1, 2, 3], [1, 0.5, 0.1], out);
  const want = [9, 9, 2.7];
  expect(Array.from(out).every((value, i) => Math.abs(value - want[i % 3]!) < 1e-5)).toBe(true);
});

test('an image does not depend on the others of its batch', () => {
  const images = Float32Array.from({ length: 3 * 5 * 5 * 3 }, (_, i) => (i * 37) % 256);
  const resize = (data: Float32Array, size: number) => {
    const out = new Float32Array(size * 8 * 8 * 3);
    const source = { size, height: 5, width: 5 };
    resizeAndNormalize(data, source, 8, [120, 110, 100], [0.02, 0.02, 0.02], out);
    return out;
  };
  const second = resize(images.subarray(75, 150), 1);
  expect(resize(images, 3).subarray(192, 384)).toEqual(second);
});
