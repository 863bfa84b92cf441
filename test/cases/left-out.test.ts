import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Case, openCase, QUICK } from './case.js';

const SET = QUICK.slice(0, 2);
const KINDS = '21 images cannot be read: 20 .heic in train/dog, 1 .bmp in train/dog';

/** With the linked folder, which a repository would not keep everywhere. */
function open(): Case {
  const opened = openCase('left-out');
  symlinkSync('../../../elsewhere', join(opened.folder, 'pics', 'train', 'cat', 'more'));
  return opened;
}

test('kinds that cannot be read are counted by kind and class, and a linked folder is followed', async () => {
  const { thaw } = open();
  for (const command of ['validate', 'plan']) {
    const { code, stdout, stderr } = await thaw(command, 'sweep.yaml', ...QUICK);
    expect(code).toBe(0);
    expect(stderr).toContain(`Note: ${KINDS}. Convert or remove them; --skip-bad leaves them out.`);
    expect(stdout).toMatch(/^cat +6 +3 +-$/m);
    expect(stdout).toMatch(/^dog +4 +2 +-$/m);
  }
  const json = await thaw('validate', 'sweep.yaml', '--format', 'json');
  const { images } = JSON.parse(json.stdout);
  expect(images.classes).toEqual([
    { name: 'cat', train: 6, val: 3, test: null },
    { name: 'dog', train: 4, val: 2, test: null },
  ]);
  expect(images.unreadable).toEqual([
    { kind: '.heic', split: 'train', class: 'dog', images: 20 },
    { kind: '.bmp', split: 'train', class: 'dog', images: 1 },
  ]);
});

test('they stop a fetch, unless they are to be left out', async () => {
  const { thaw } = open();
  const refused = await thaw('fetch', 'sweep.yaml', ...SET);
  expect(refused.code).toBe(3);
  expect(refused.stderr).toContain(`Error: ${KINDS}, such as `);
  expect(refused.stderr).toContain('--skip-bad');
  const { code, stdout, stderr } = await thaw('fetch', 'sweep.yaml', '--skip-bad', ...SET);
  expect(code).toBe(0);
  expect(stderr).toContain(`Note: ${KINDS}: left out.`);
  expect(stdout).toContain('(16 to train from, 0 to test)');
});
