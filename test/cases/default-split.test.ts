import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCase } from './case.js';

test('a folder of 10n + 5 images is divided by the default fractions', async () => {
  const { thaw } = openCase('default-split');
  const { code, stdout } = await thaw('validate', 'sweep.yaml');
  expect(code).toBe(0);
  expect(stdout).toContain('12 images of');
  expect(stdout).toContain('to train, 3 to validate');
});

test('a folder of any other number of images, too, down to one class with a single one', async () => {
  const { folder, thaw } = openCase('default-split');
  const pics = join(folder, 'pics', 'train');
  for (const left of [14, 9, 5, 4]) {
    shrink(pics, left);
    const { code, stdout } = await thaw('validate', 'sweep.yaml', '--format', 'json');
    expect(code, `${left} images`).toBe(0);
    const { classes } = JSON.parse(stdout).images;
    for (const { train } of classes) expect(train).toBeGreaterThan(0);
    const sum = (key: 'train' | 'val') =>
      classes.reduce((total: number, each: Record<typeof key, number>) => total + each[key], 0);
    expect(sum('train') + sum('val')).toBe(left);
  }
});

test('fractions that pass 1 together are refused with both numbers', async () => {
  const { thaw } = openCase('default-split');
  const set = ['--set', 'data.train=0.9', '--set', 'data.val=0.3'];
  const { code, stderr } = await thaw('validate', 'sweep.yaml', ...set);
  expect(code).toBe(2);
  expect(stderr).toContain(
    'expected at most 15 images, which is all that the training split has; got 14 to train on and 5 to validate on, 1.2 of what there is',
  );
});

/** Removes images until so many are left, and at least one of each class. */
function shrink(pics: string, left: number): void {
  const imagesOf = (name: string) => readdirSync(join(pics, name));
  const classes = readdirSync(pics);
  while (classes.flatMap(imagesOf).length > left) {
    const name = classes.find((each) => imagesOf(each).length > 1)!;
    rmSync(join(pics, name, imagesOf(name)[0]!));
  }
}
