import { expect, test } from 'vitest';
import { renderImages } from '../../../src/cli/render/images.js';
import { createStyle } from '../../../src/cli/text/style.js';
import type { ClassCounts } from '../../../src/core/data/class-counts.js';

function render(classes: readonly ClassCounts[]): string {
  const document = { source: '/pics', classes, unreadable: [], notes: [] };
  return renderImages(document, 80, createStyle(false));
}

test('classes are listed with their images, and all together', () => {
  expect(
    render([
      { name: 'cat', train: 1200, val: 3, test: 0 },
      { name: 'dog', train: 7, val: 0, test: 12 },
    ]),
  ).toBe(`\
class  train  val  test
cat    1,200    3     0
dog        7    0    12
all 2  1,207    3    12
`);
});

test('many classes and long names fit 80 columns', () => {
  const classes = Array.from({ length: 30 }, (_, c) => {
    return { name: `${'a rather long name '.repeat(6)}${c}`, train: 10 * c, val: c, test: null };
  });
  const text = render(classes);
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  expect(text).toContain('10 more classes; --format json lists them all.');
  expect(text).toMatch(/^all 30 +4,350 +435 +-$/m);
});

test('many even classes are told in a sentence', () => {
  const classes = ['ant', 'bee', 'cat', 'dog', 'elk'].map((name) => {
    return { name, train: 9, val: 1, test: 2 };
  });
  expect(render(classes)).toBe(
    '5 classes, of each 9 images to train, 1 to validate, 2 to test: ant, bee, cat,\ndog, elk\n',
  );
});
