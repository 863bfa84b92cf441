import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCase, QUICK } from './case.js';

const SET = QUICK.slice(0, 2);

test('what tools leave behind is passed over at any depth', async () => {
  const { folder, thaw } = openCase('hidden-copies');
  const train = join(folder, 'pics', 'train');
  for (const name of ['__MACOSX', '@eaDir', '.cache']) {
    for (const place of [
      join(folder, 'pics'),
      train,
      join(train, 'cat'),
      join(train, 'cat', 'x'),
    ]) {
      mkdirSync(join(place, name), { recursive: true });
      cpSync(join(train, 'dog', '0.png'), join(place, name, '0.png'));
    }
  }
  cpSync(join(train, 'dog', '0.png'), join(train, 'cat', '._0.png'));
  const { code, stdout, stderr } = await thaw('fetch', 'sweep.yaml', ...SET);
  expect(stderr).not.toContain('Error');
  expect(code).toBe(0);
  expect(stdout).toContain('(12 to train from, 0 to test)');
});

test('copies of one image in train and val are told, with their number and an example', async () => {
  const { folder, thaw } = openCase('hidden-copies');
  const cat = join(folder, 'pics', 'train', 'cat');
  for (let i = 0; i < 6; i += 1) cpSync(join(cat, '0.png'), join(cat, `copy-${i}.png`));
  const { code, stderr } = await thaw('fetch', 'sweep.yaml', ...SET);
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /Note: \d of 7 images to validate on also (?:is|are) among those to train on, byte for byte \(train\/cat\/\S+\.png is train\/cat\/\S+\.png\): validation flatters/,
  );
});

test('so are copies in the test split, and in two classes at once', async () => {
  const { folder, thaw } = openCase('hidden-copies');
  const pics = join(folder, 'pics');
  mkdirSync(join(pics, 'test', 'dog'), { recursive: true });
  cpSync(join(pics, 'train', 'cat', '0.png'), join(pics, 'test', 'dog', 'a.png'));
  cpSync(join(pics, 'train', 'cat', '1.png'), join(pics, 'train', 'dog', 'b.png'));
  const { code, stderr } = await thaw('fetch', 'sweep.yaml', ...SET);
  expect(code).toBe(0);
  expect(stderr).toContain(
    'Note: 1 image of the test split also is among those to train or validate on, byte for byte (test/dog/a.png is train/cat/0.png)',
  );
  expect(stderr).toContain(
    'Note: 1 image lies in two classes at once, byte for byte (train/dog/b.png is train/cat/1.png).',
  );
});
