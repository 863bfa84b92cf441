import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rngFor } from '../../../src/core/random.js';
import { createHashIndex, RADIUS } from '../../../src/images/near/hash-index.js';
import { createNearDuplicates } from '../../../src/images/near/near-duplicates.js';
import {
  type Hash,
  hashDistance,
  perceptualHashes,
} from '../../../src/images/near/perceptual-hash.js';
import { reducedImage } from '../../../src/images/near/reduced-image.js';

const SIDE = 48;

type Pixel = (x: number, y: number) => readonly [number, number, number];

function imageOf(pixel: Pixel): Uint8Array {
  const image = new Uint8Array(3 * SIDE * SIDE);
  for (let y = 0; y < SIDE; y += 1) {
    for (let x = 0; x < SIDE; x += 1) {
      image.set(
        pixel(x, y).map((v) => Math.max(0, Math.min(255, Math.round(v)))),
        3 * (y * SIDE + x),
      );
    }
  }
  return image;
}

/** A scene of some soft colored blobs, always the same by its number; values from 60 to 180. */
function scene(number: number): Pixel {
  const rng = rngFor('scene', number);
  const blobs = Array.from({ length: 9 }, () => ({
    ...{ x: rng() * SIDE, y: rng() * SIDE, size: 4 + 10 * rng() },
    color: [rng(), rng(), rng()].map((value) => 160 * (value - 0.5)),
  }));
  return (x, y) => {
    const sum = [120, 120, 120];
    for (const blob of blobs) {
      const near = Math.exp(-((x - blob.x) ** 2 + (y - blob.y) ** 2) / (2 * blob.size ** 2));
      for (const c of [0, 1, 2]) sum[c]! += near * blob.color[c]!;
    }
    const [r, g, b] = sum.map((value) => Math.max(60, Math.min(180, value)));
    return [r!, g!, b!];
  };
}

const scenes = fc.integer({ min: 0, max: 100_000 });

function finder(known: readonly Pixel[]) {
  const near = createNearDuplicates(known.length);
  for (const each of known) near.add(reducedImage(imageOf(each), SIDE));
  return (asked: Pixel) => near.find(reducedImage(imageOf(asked), SIDE));
}

function found(known: readonly Pixel[], asked: Pixel) {
  return finder(known)(asked);
}

describe('an image is nearly the same as', () => {
  test('itself', () => {
    fc.assert(
      fc.property(scenes, (n) => {
        expect(found([scene(n + 1), scene(n)], scene(n))).toEqual({
          ...{ place: 1, mirrored: false },
          similarity: expect.closeTo(1, 6),
        });
      }),
      { numRuns: 30 },
    );
  });

  test('itself brighter or darker, and with more or less contrast', () => {
    const change = fc.record({
      brightness: fc.integer({ min: -30, max: 30 }),
      contrast: fc.double({ min: 0.7, max: 1.2, noNaN: true }),
    });
    fc.assert(
      fc.property(scenes, change, (n, { brightness, contrast }) => {
        const own = scene(n);
        const changed: Pixel = (x, y) => {
          const [r, g, b] = own(x, y).map((v) => 120 + contrast * (v - 120) + brightness);
          return [r!, g!, b!];
        };
        expect(found([scene(n + 1), own], changed)?.place).toBe(1);
      }),
      { numRuns: 30 },
    );
  });

  test('itself in a mirror, which is said', () => {
    fc.assert(
      fc.property(scenes, (n) => {
        const own = scene(n);
        const mirror: Pixel = (x, y) => own(SIDE - 1 - x, y);
        expect(found([scene(n + 1), own], mirror)).toMatchObject({ place: 1, mirrored: true });
      }),
      { numRuns: 30 },
    );
  });
});

test('it is nearly the same as no other', () => {
  const known = Array.from({ length: 40 }, (_, n) => scene(1000 + n));
  const others = Array.from({ length: 40 }, (_, n) => scene(2000 + n));
  const find = finder(known);
  expect(others.filter((other) => find(other) !== null)).toEqual([]);
});

test('images of one color, in which all are alike, are left out', () => {
  const even =
    (value: number): Pixel =>
    (x, y) => [value + (x % 2), value, value + (y % 2)];
  expect(found([even(40), even(41), scene(1)], even(40))).toBeNull();
  expect(found([even(40), scene(1)], scene(1))?.place).toBe(1);
});

test('a small thing on an even ground is compared by the thing', () => {
  const dotAt =
    (cx: number, cy: number): Pixel =>
    (x, y) =>
      (x - cx) ** 2 + (y - cy) ** 2 < 36 ? [30, 30, 30] : [90, 140, 220];
  expect(found([dotAt(14, 14)], dotAt(14, 14))?.place).toBe(0);
  expect(found([dotAt(14, 14)], dotAt(30, 34))).toBeNull();
});

test('brightness alone changes no bit of a hash', () => {
  fc.assert(
    fc.property(scenes, fc.integer({ min: -50, max: 50 }), (n, brightness) => {
      const { gray } = reducedImage(imageOf(scene(n)), SIDE);
      const brighter = gray.map((value) => value + brightness);
      const [own, other] = [perceptualHashes(gray).plain, perceptualHashes(brighter).plain];
      // The mean itself may cross the median.
      expect(hashDistance(own, other)).toBeLessThanOrEqual(1);
    }),
    { numRuns: 50 },
  );
});

test('the index finds exactly what comparing with each would, the nearest first', () => {
  const bits = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  const hash: fc.Arbitrary<Hash> = fc.tuple(bits, bits);
  const flips = fc.uniqueArray(fc.integer({ min: 0, max: 63 }), { maxLength: RADIUS + 2 });
  fc.assert(
    fc.property(
      hash,
      fc.array(hash, { maxLength: 20 }),
      fc.array(flips, { maxLength: 12 }),
      (own, others, near) => {
        const flipped = near.map((places): Hash => {
          const changed = [own[0], own[1]] as [number, number];
          for (const place of places) {
            const half = place < 32 ? 0 : 1;
            changed[half] = (changed[half] ^ (1 << (place % 32))) >>> 0;
          }
          return changed;
        });
        const all = [...others, ...flipped];
        const distances = all.map((each) => hashDistance(own, each));
        const expected = distances
          .map((distance, place) => ({ distance, place }))
          .filter(({ distance }) => distance <= RADIUS)
          .sort((a, b) => a.distance - b.distance || a.place - b.place)
          .map(({ place }) => place);
        expect(createHashIndex(all).near(own, 1000)).toEqual(expected);
        expect(createHashIndex(all).near(own, 1)).toHaveLength(Math.min(1, expected.length));
      },
    ),
    { numRuns: 50 },
  );
});
