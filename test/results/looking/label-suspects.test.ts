import { expect, test } from 'vitest';
import type { Judged } from '../../../src/core/looking/looked.js';
import { classSwaps } from '../../../src/results/looking/class-swaps.js';
import { labelSuspects } from '../../../src/results/looking/label-suspects.js';
import { mostWrong } from '../../../src/results/looking/trial-images-document.js';

/** Images by their labels and what a network makes of them. */
function judged(
  ...images: readonly (readonly [label: number, ...probabilities: number[]])[]
): Judged {
  return {
    images: images.map(([label], row) => ({ split: 'train', row, label, from: `train ${row}` })),
    probabilities: Float32Array.from(images.flatMap(([, ...all]) => all)),
    accuracy: 0,
    confusion: [],
  };
}

test('an image is suspect that the network is as sure of in another class as of that class itself', () => {
  const found = labelSuspects(
    judged([0, 0.9, 0.1], [0, 0.7, 0.3], [1, 0.1, 0.9], [1, 0.2, 0.8], [1, 0.95, 0.05]),
  );
  expect(found).toEqual([
    {
      ...{ place: 4, suggested: 0 },
      probability: expect.closeTo(0.95),
      ownProbability: expect.closeTo(0.05),
    },
  ]);
});

test('it is not where the network is less sure than it is of that class on average', () => {
  const images = judged([0, 0.99, 0.01], [0, 0.99, 0.01], [1, 0.9, 0.1], [1, 0.1, 0.9]);
  expect(labelSuspects(images)).toEqual([]);
});

test('nor where its own label is as likely as chance', () => {
  const images = judged([0, 0.6, 0.4], [0, 0.5, 0.5], [1, 0.6, 0.4], [1, 0.3, 0.7]);
  expect(labelSuspects(images)).toEqual([]);
});

test('those come first whose label is least likely', () => {
  const images = judged(
    ...[[0, 0.8, 0.1, 0.1] as const, [1, 0.1, 0.8, 0.1] as const, [2, 0.1, 0.1, 0.8] as const],
    ...[[2, 0.85, 0.05, 0.1] as const, [2, 0.97, 0.02, 0.01] as const],
  );
  expect(labelSuspects(images).map(({ place }) => place)).toEqual([4, 3]);
});

test('classes without images, and no images at all, are no trouble', () => {
  expect(labelSuspects(judged())).toEqual([]);
  expect(labelSuspects(judged([0, 0.01, 0.99]))).toEqual([]);
});

test('two classes have changed names where most images of each are taken for the other', () => {
  expect(
    classSwaps([
      [2, 18, 0],
      [15, 3, 2],
      [1, 0, 9],
    ]),
  ).toEqual([{ classes: [0, 1], swapped: 33, images: 40 }]);
});

test('one class that is taken for another is no exchange, nor are a few images', () => {
  expect(
    classSwaps([
      [2, 18],
      [1, 19],
    ]),
  ).toEqual([]);
  expect(
    classSwaps([
      [0, 4],
      [4, 0],
    ]),
  ).toEqual([]);
});

test('the most wrong images are those whose own class was thought least likely', () => {
  const images = judged([0, 0.4, 0.6], [1, 0.3, 0.7], [1, 0.9, 0.1], [0, 0.2, 0.8]);
  expect(mostWrong(images).map(({ place, predicted }) => [place, predicted])).toEqual([
    [2, 0],
    [3, 1],
    [0, 1],
  ]);
});
