import { expect, test } from 'vitest';
import { confusion } from '../../../src/charts/kinds/images/confusion.js';
import type { TrialImagesDocument } from '../../../src/results/documents/looking/trial-images.js';
import { documentsOf } from '../documents.js';
import { marksOf, textsOf } from '../marks-of.js';

const { images } = documentsOf({ trials: 1 });

function draw(change: Partial<TrialImagesDocument>) {
  return confusion.draw({ images: { ...images, ...change } }, {}, confusion.frame);
}

test('a class is a row, from the top, its images as dark as their share', () => {
  const matrix = [
    [8, 2, 0],
    [0, 10, 0],
    [5, 0, 5],
  ];
  const scene = draw({ confusion: matrix, class_names: ['cat', 'dog', 'eel'] });
  const cells = marksOf(scene, 'bar').filter(({ title }) => title?.includes('image'));
  expect(
    cells.map(({ title, color, opacity }) => [title, color, Number(opacity?.toFixed(3))]),
  ).toEqual([
    ['cat: 8 images right', 'accent', 0.83],
    ['cat: 2 images taken for dog', 'bad', 0.32],
    ['dog: 10 images right', 'accent', 1],
    ['eel: 5 images taken for cat', 'bad', 0.575],
    ['eel: 5 images right', 'accent', 0.575],
  ]);
  expect(cells[0]!.top).toBeLessThan(cells[2]!.top);
  expect(cells[0]!.left).toBeLessThan(cells[1]!.left);
  expect(scene.summary).toContain('Most often eel taken for cat: 5 images.');
  expect(textsOf(scene)).toContain('10');
});

test('classes of one name stay apart', () => {
  const scene = draw({
    confusion: [
      [1, 0],
      [0, 1],
    ],
    class_names: ['a', 'a'],
  });
  const [one, other] = marksOf(scene, 'bar').filter(({ title }) => title?.includes('image'));
  expect(one!.left).not.toBe(other!.left);
});

test('of very many classes the most confused pairs are drawn', () => {
  const names = Array.from({ length: 300 }, (_, k) => `class ${k}`);
  const matrix = names.map((_, r) => names.map((__, c) => (r === c ? 5 : r + 1 === c ? r : 0)));
  const scene = draw({ confusion: matrix, class_names: names });
  expect(scene.table.rows[0]).toEqual(['class 298', 'class 299', 298, 298 / 303]);
  expect(scene.summary).toContain('Of 298 pairs the most confused are drawn.');
});
