import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { placeOutput } from '../../../src/app/exports/place-output.js';
import { DiskError, UsageError } from '../../../src/core/errors.js';

/** A fresh folder with these files. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-place-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

test('a file takes the place of the one before only once it is whole', async () => {
  const folder = folderWith({ out: 'old' });
  const output = join(folder, 'out');
  await placeOutput(output, 'file', async (draft) => {
    writeFileSync(draft.output, 'new');
    writeFileSync(join(draft.folder, 'meanwhile'), '');
    expect(readFileSync(output, 'utf8')).toBe('old');
  });
  expect(readFileSync(output, 'utf8')).toBe('new');
  expect(readdirSync(folder)).toEqual(['out']);
});

test('where writing fails, all stays as it was', async () => {
  const folder = folderWith({ out: 'old' });
  const broken = placeOutput(join(folder, 'out'), 'file', async (draft) => {
    writeFileSync(draft.output, 'half');
    readFileSync(join(folder, 'nothing'));
  });
  await expect(broken).rejects.toThrow(DiskError);
  await expect(broken).rejects.toThrow(/out cannot be written: ENOENT/);
  expect(readdirSync(folder)).toEqual(['out']);
  expect(readFileSync(join(folder, 'out'), 'utf8')).toBe('old');
});

test('a mistake of ours is none of the disk', async () => {
  const output = join(folderWith({}), 'out');
  const broken = placeOutput(output, 'file', async () => Buffer.alloc(-1));
  await expect(broken).rejects.toThrow(RangeError);
});

test('a folder is added to: what is called the same is replaced', async () => {
  const folder = folderWith({ 'a.txt': 'old', 'mine.txt': 'mine' });
  await placeOutput(folder, 'folder', async ({ output }) => {
    mkdirSync(join(output, 'below'), { recursive: true });
    writeFileSync(join(output, 'a.txt'), 'new');
    writeFileSync(join(output, 'below/b.txt'), 'b');
  });
  expect(readdirSync(folder).toSorted()).toEqual(['a.txt', 'below', 'mine.txt']);
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('new');
});

test('a place that cannot be is refused before anything is written', async () => {
  const folder = folderWith({ file: '' });
  const never = async () => expect.unreachable();
  symlinkSync('nowhere', join(folder, 'link'));
  for (const [output, kind, told] of [
    [join(folder, 'link'), 'folder', /is a link to what is not there: remove it/],
    [folder, 'file', /is a folder: -o expects the file to write/],
    [join(folder, 'file'), 'folder', /is a file: -o expects the folder to write/],
    [join(folder, 'file', 'out'), 'file', /Nothing can be written to .*: name another file/],
  ] as const) {
    const refused = placeOutput(output, kind, never);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(told);
  }
  expect(readdirSync(folder).toSorted()).toEqual(['file', 'link']);
});
