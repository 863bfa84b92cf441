import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { mistakes, parse } from '../config/parse.js';
import { thaw } from '../e2e/thaw.js';

const FOLDER = fileURLToPath(new URL('./torch-transforms/', import.meta.url));

test("each of torchvision's transforms has one message, which says what Thaw calls it", async () => {
  const { code, stderr } = await thaw(['validate', 'sweep.yaml'], FOLDER);
  expect(code).toBe(2);
  const about = (name: string) => stderr.split('\n').filter((line) => line.includes(name));
  expect(about('RandomHorizontalFlip')).toEqual([
    expect.stringMatching(/^Note: .*RandomHorizontalFlip is read as horizontal_flip$/),
  ]);
  expect(about('RandomRotation')).toEqual([
    expect.stringMatching(/RandomRotation: no such transform here; randaugment and trivialaugment/),
  ]);
  expect(stderr).not.toContain('got 0');
});

test('those that there are load, in sets and as values', () => {
  const { spec } = parse(`
augmentations:
  mine: [{ RandomCrop: { padding: 4 } }, RandomHorizontalFlip, { ColorJitter: { brightness: 0.4 } }]
parameters:
  aug: { values: [mine, [TrivialAugmentWide, { RandomErasing: { p: 0.25 } }]] }
`);
  expect(spec.augmentations.mine!.map(({ type }) => type)).toEqual([
    ...['random_crop', 'horizontal_flip', 'color_jitter'],
  ]);
  expect(spec.space.augmentation).toMatchObject({
    values: ['mine', ['trivialaugment', { random_erasing: { p: 0.25 } }]],
  });
});

test('a wrong option stands at its own place behind one that is left out', () => {
  const found = mistakes(`
augmentations:
  mine: [{ Resize: 256 }, { RandomHorizontalFlip: { prob: 0.5 } }, ToTensor]
parameters: { augmentation: { value: mine } }
`);
  expect(found.map(({ path, message }) => `${path}: ${message}`)).toEqual([
    expect.stringMatching(/^augmentations.mine.0.Resize: Resize: .*leave it out/),
    expect.stringMatching(/^augmentations.mine.1.RandomHorizontalFlip.prob: unknown key "prob"/),
    expect.stringMatching(/^augmentations.mine.2: ToTensor: .*leave it out/),
  ]);
});
