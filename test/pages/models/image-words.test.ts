import { expect, test } from 'vitest';
import { driftText, mistakeText, wrongText } from '../../../src/pages/models/image-words.js';
import type {
  TrialImagesDocument,
  WrongImage,
} from '../../../src/results/documents/looking/trial-images.js';

const mistake: WrongImage = {
  ...{ split: 'val', from: 'a.png', label: 'cat', png: '', predicted: 'dog' },
  ...{ probability: 0.934, own_probability: 0.001 },
};

const images: TrialImagesDocument = {
  ...{ trial: 1, class_names: ['cat', 'dog'], backend: 'wasm', accuracy: 0.9 },
  ...{ reported_accuracy: 0.9, augmentation: 'none', augmented: [] },
  confusion: [
    [50, 8],
    [2, 40],
  ],
  ...{ wrong: Array.from({ length: 10 }, () => mistake), wrong_images: 10 },
};

test('it says how many images are wrong, and how many of them are shown', () => {
  expect(wrongText(images)).toBe(
    'It takes 10 of 100 validation images for another class, those first whose own class it thinks least likely.',
  );
  expect(wrongText({ ...images, wrong: [mistake, mistake] })).toContain('; the 2 worst are here,');
  expect(wrongText({ ...images, wrong: [], wrong_images: 0 })).toBe(
    'It has all 100 validation images right.',
  );
});

test('a mistake has both classes with their probabilities', () => {
  expect(mistakeText(mistake)).toBe('taken for dog (93 %), cat <1 %');
});

test('weights that do not come to what was reported are told of, and only these', () => {
  expect(driftText(images)).toBeNull();
  expect(driftText({ ...images, reported_accuracy: null })).toBeNull();
  expect(driftText({ ...images, reported_accuracy: 0.95 })).toBe(
    'On wasm its weights are right in 90.0 % of the images; the trial reported 95.0 %.',
  );
});
