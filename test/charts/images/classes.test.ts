import { expect, test } from 'vitest';
import { classes } from '../../../src/charts/kinds/images/classes.js';
import type { LookDocument } from '../../../src/results/documents/looking/look.js';
import { documentsOf } from '../documents.js';
import { marksOf } from '../marks-of.js';

const { look } = documentsOf({ trials: 1 });

function draw(change: Partial<LookDocument>) {
  const scene = classes.draw({ look: { ...look, ...change } }, {}, classes.frame);
  return { scene, bars: marksOf(scene, 'bar').filter(({ title }) => title?.includes(' in ')) };
}

test('classes have bars of their images, by split, in their own order', () => {
  const counts = { train: [10, 20, 40], val: [5, 5, 5], test: [1, 0, 2] };
  const { scene, bars } = draw({ counts, class_names: ['cat', 'dog', 'eel'] });
  expect(bars.map(({ title }) => title)).toEqual([
    ...['cat: 10 images in train', 'cat: 5 images in val', 'cat: 1 image in test'],
    ...['dog: 20 images in train', 'dog: 5 images in val'],
    ...['eel: 40 images in train', 'eel: 5 images in val', 'eel: 2 images in test'],
  ]);
  expect(bars[5]!.height / bars[0]!.height).toBeCloseTo(4);
  expect(scene.summary).toBe(
    '88 images of 3 classes. train: 10 (cat) to 40 (eel). val: 5 of each. test: 0 (dog) to 2 (eel).',
  );
});

test('very many classes are in the order of their images, without their names', () => {
  const class_names = Array.from({ length: 500 }, (_, k) => `class ${k}`);
  const train = class_names.map((_, k) => (k * 7) % 500);
  const { scene, bars } = draw({ class_names, counts: { train, val: train, test: null } });
  expect(bars[0]!.title).toContain(': 499 images');
  expect(scene.summary).toContain('without their names');
  expect(scene.areas[0]!.x).toMatchObject({ kind: 'linear', high: 500 });
});
