import { cpSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCase, QUICK } from './case.js';

test('Training/ and Testing/ are splits, and the sweep never reads the second', async () => {
  const { thaw } = openCase('split-names');
  const { code, stdout, stderr } = await thaw('plan', 'sweep.yaml', ...QUICK);
  expect(code).toBe(0);
  expect(stderr).toContain('Note: Read as: train from Training/, test from Testing/.');
  expect(stdout).toContain('5 images of');
  expect(stdout).toMatch(/^cat +\d +1 +4$/m);
});

test('predict classifies what it can read, names the rest and ends with 3', async () => {
  const { folder, thaw } = openCase('split-names');
  expect((await thaw('run', 'sweep.yaml', ...QUICK)).code).toBe(0);
  const cat = join(folder, 'pics', 'Training', 'cat');
  cpSync(join(folder, 'sweep.yaml'), join(cat, 'letter.jpg'));
  cpSync(join(cat, '0.png'), join(cat, 'phone.HEIC'));
  const args = ['pics/Training', 'pics/none.png', 'pics/Testing/dog/0.png'];
  const { code, stdout, stderr } = await thaw('predict', '1', ...args, '--format', 'json');
  expect(code).toBe(3);
  const { predictions, unread } = JSON.parse(stdout);
  expect(predictions).toHaveLength(9);
  expect(predictions[8].image).toBe('pics/Testing/dog/0.png');
  const names = predictions[8].classes.map(({ name }: { name: string }) => name);
  expect(names.sort()).toEqual(['cat', 'dog']);
  expect(unread.map(({ image }: { image: string }) => image)).toEqual([
    'pics/Training/cat/letter.jpg',
    'pics/Training/cat/phone.HEIC',
    'pics/none.png',
  ]);
  expect(stderr).toContain('Error: 3 of 12 images could not be classified:');
  expect(stderr).toContain('letter.jpg cannot be decoded as an image: it is text, not an image');

  const nothing = await thaw('predict', '1', 'pics/none.png');
  expect(nothing.code).toBe(2);
  expect(nothing.stderr).toContain('There is no file');
});

test('a validation split of its own is used where the file asks for it', async () => {
  const { folder, thaw } = openCase('split-names');
  renameSync(join(folder, 'pics', 'Testing'), join(folder, 'pics', 'Validation'));
  rmSync(join(folder, 'pics', 'Validation', 'dog', '0.png'));
  const drawn = await thaw('validate', 'sweep.yaml');
  expect(drawn.stderr).toContain('val/ (7 images) is not read');
  const given = ['sweep.yaml', '--set', 'data.val=folder', '--set', 'data.train=1.0', ...QUICK];
  const { stdout, stderr } = await thaw('validate', ...given);
  expect(stderr).not.toContain('is not read');
  expect(stdout).toMatch(/^cat +4 +4 +-$/m);
  expect(stdout).toMatch(/^dog +4 +3 +-$/m);
  const { code } = await thaw('run', ...given);
  expect(code).toBe(0);
  const shown = JSON.parse((await thaw('show', '1', '--format', 'json')).stdout);
  expect(shown.recipe.data).toMatchObject({ train: 8, val: 7, val_from: 'folder' });

  // The same images as a test split measure the same.
  cpSync(join(folder, 'pics', 'Validation'), join(folder, 'pics', 'Testing'), { recursive: true });
  const tested = JSON.parse((await thaw('test', '1', '--format', 'json')).stdout);
  expect(tested.images).toBe(7);
  expect(tested.loss).toBe(shown.reports[0].val_loss);
});

test('what could be a test split is never trained as a class: the layout is told instead', async () => {
  const { folder, thaw } = openCase('split-names');
  const pics = join(folder, 'pics');
  mkdirSync(join(pics, 'cat'));
  cpSync(join(pics, 'Training', 'cat'), join(pics, 'cat', 'test'), { recursive: true });
  renameSync(join(pics, 'Training', 'dog'), join(pics, 'dog'));
  rmSync(join(pics, 'Training'), { recursive: true });
  const { code, stderr } = await thaw('validate', 'sweep.yaml');
  expect(code).toBe(2);
  expect(stderr).toContain('cat/test/ is named as a split');
  expect(stderr).toContain(
    'pics/ holds Testing/ (8 images in cat/, dog/), cat/ (4 images in test/)',
  );
});
