import { describe, expect, test } from 'vitest';
import type { Choice } from '../../src/core/json.js';
import { rngFor } from '../../src/core/random.js';
import { createAugmenter } from '../../src/images/augment.js';
import type { Image } from '../../src/images/augmentation.js';

const image: Image<Uint8Array> = {
  data: Uint8Array.from({ length: 16 * 16 * 3 }, (_, i) => (i * 71) % 256),
  height: 16,
  width: 16,
};

/** The bytes that come of a set under the draws of a key. */
function outcome(transforms: readonly Choice[], key = 0): readonly number[] {
  const { data } = createAugmenter(transforms).image(image, (place) => rngFor(key, place));
  return Array.from(data);
}

test('an empty set gives back the very image and says that nothing changes', () => {
  const none = createAugmenter([]);
  expect(none.identity).toBe(true);
  expect(none.image(image, () => Math.random)).toBe(image);
});

describe('each transform draws from its own stream', () => {
  const flip: Choice = { type: 'horizontal_flip', p: 0.5 };
  const crop: Choice = { type: 'random_crop', padding: 3 };

  test('so one added at the end leaves the earlier ones as they were', () => {
    const erase: Choice = { type: 'random_erasing', p: 1, scale: [0.02, 0.02] };
    for (let key = 0; key < 10; key += 1) {
      const before = outcome([crop, flip], key);
      const after = outcome([crop, flip, erase], key);
      const changed = before.filter((value, i) => value !== after[i]).length;
      expect(changed).toBeLessThan(3 * 16);
    }
  });

  test('however many numbers another draws', () => {
    const wasteful: Choice = { type: 'random_resized_crop', scale: [1, 1], ratio: [1, 1] };
    expect(outcome([wasteful, flip], 3)).toEqual(outcome([{ type: 'cutmix' }, flip], 3));
  });
});

test('transforms run in the order of the set', () => {
  const cutout: Choice = { type: 'cutout', length: 16 };
  const bright: Choice = { type: 'color_jitter', brightness: [0, 0] };
  const white = (transforms: readonly Choice[]) => outcome(transforms).filter((v) => v > 0).length;
  expect(white([bright, cutout])).toBe(0);
  expect(white([{ type: 'horizontal_flip', p: 0 }])).toBeGreaterThan(700);
});

test('mixing transforms leave single images alone', () => {
  const mixing = createAugmenter([{ type: 'mixup' }, { type: 'cutmix' }]);
  expect(mixing.identity).toBe(false);
  expect(mixing.image(image, (place) => rngFor(place))).toBe(image);
});
