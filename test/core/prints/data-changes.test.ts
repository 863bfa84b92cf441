import { expect, test } from 'vitest';
import { classChanges, dataChanges } from '../../../src/core/prints/data-changes.js';
import { type DataListing, listingText } from '../../../src/core/prints/data-listing.js';
import { differing } from '../../../src/core/prints/fingerprint.js';

/** `train/cat/0.png=digest`, the class being the folder's name. */
function listing(...files: readonly string[]): DataListing {
  const listed = files.map((text) => {
    const [path, digest] = text.split('=') as [string, string];
    const [split, className] = path.split('/') as ['train' | 'test', string];
    return { path, digest, split, className };
  });
  return {
    classNames: [...new Set(listed.map(({ className }) => className))].sort(),
    files: listed,
  };
}

const PETS = ['train/cat/0.png=a', 'train/cat/1.png=b', 'train/dog/0.png=c', 'test/dog/1.png=d'];

test('a listing is the same whatever order its files come in', () => {
  const one = listing(...PETS);
  const other = { ...one, files: one.files.toReversed() };
  expect(listingText(other)).toBe(listingText(one));
  expect(dataChanges(one, other)).toEqual([]);
});

test.each([
  ['a byte', ['train/cat/0.png=x', ...PETS.slice(1)], ['1 of 4 images differs (train/cat/0.png)']],
  [
    'two images',
    ['train/cat/0.png=x', 'train/cat/1.png=y', ...PETS.slice(2)],
    ['2 of 4 images differ (such as train/cat/0.png)'],
  ],
  ['an image less', PETS.slice(1), ['1 image is gone (train/cat/0.png)']],
  ['an image more', [...PETS, 'test/cat/9.png=e'], ['1 image is new (test/cat/9.png)']],
  [
    'a class more',
    [...PETS, 'train/bird/0.png=e'],
    ['class bird is new', '1 image is new (train/bird/0.png)'],
  ],
  [
    'a class of another name',
    PETS.map((text) => text.replace('/cat/', '/zcat/')),
    [
      'class cat is gone',
      'class zcat is new',
      '2 images are gone (such as train/cat/0.png)',
      '2 images are new (such as train/zcat/0.png)',
    ],
  ],
])('%s is told', (_what, now, told) => {
  expect(listingText(listing(...now))).not.toBe(listingText(listing(...PETS)));
  expect(dataChanges(listing(...PETS), listing(...now))).toEqual(told);
});

test('a class whose name only looks the same is told as what it is', () => {
  expect(classChanges(['caf\u00e9', 'dog'], ['cafe\u0301', 'dog'])).toEqual([
    'class cafe\u0301 is written in another Unicode form',
  ]);
});

test('many classes are counted after the first few, and another order is told', () => {
  expect(classChanges(['a'], [...'abcdefgh'])).toEqual([
    'classes b, c, d, e, f and 2 more are new',
  ]);
  expect(classChanges(['a', 'b'], ['b', 'a'])).toEqual(['the classes come in another order']);
});

test('what an older program did not keep is taken for equal, class names are not', () => {
  const now = { classNames: ['cat'], data: 'd', weights: 'w' };
  const unknown = { classNames: ['cat'], data: null, weights: null };
  expect(differing(unknown, now)).toEqual({ data: false, weights: false });
  expect(differing({ ...unknown, classNames: ['dog'] }, now).data).toBe(true);
  expect(differing({ ...now, weights: 'v' }, now)).toEqual({ data: false, weights: true });
});
