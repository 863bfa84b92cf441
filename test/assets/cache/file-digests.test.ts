import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { fileDigests } from '../../../src/assets/cache/file-digests.js';
import { readSealed, writeSealed } from '../../../src/assets/cache/sealed-json.js';
import { DataError } from '../../../src/core/errors.js';

const ROOT = mkdtempSync(join(tmpdir(), 'thaw-digests-'));
afterAll(() => rmSync(ROOT, { recursive: true }));

let folder: string;
let cacheDir: string;
beforeEach(() => {
  cacheDir = mkdtempSync(join(ROOT, 'cache-'));
  folder = mkdtempSync(join(ROOT, 'images-'));
  for (const name of ['a', 'b']) writeFileSync(join(folder, name), name);
});

const digests = (...paths: readonly string[]) =>
  fileDigests(folder, paths.length > 0 ? paths : ['a', 'b'], {
    cacheDir,
    progress: () => undefined,
  });
const kept = () => join(cacheDir, 'digests', readdirSync(join(cacheDir, 'digests'))[0]!);
const settle = () => new Promise((resolve) => setTimeout(resolve, 2100));

test('equal bytes have equal digests, whatever the files are called', () => {
  mkdirSync(join(folder, 'c'));
  writeFileSync(join(folder, 'c', 'd'), 'a');
  const found = digests('a', 'b', 'c/d');
  expect(found.get('c/d')).toBe(found.get('a'));
  expect(found.get('b')).not.toBe(found.get('a'));
});

test('bytes that changed are seen, though size and date are what they were', async () => {
  await settle();
  const before = digests();
  const { atime, mtime } = statSync(join(folder, 'a'));
  writeFileSync(join(folder, 'a'), 'x');
  utimesSync(join(folder, 'a'), atime, mtime);
  const after = digests();
  expect(after.get('a')).not.toBe(before.get('a'));
  expect(after.get('b')).toBe(before.get('b'));
});

test('a file that took the place of another of equal size and times is read', async () => {
  await settle();
  const before = digests();
  type Memory = Record<string, [number, number, number, number, string]>;
  const memory = readSealed(kept()) as Memory;
  // What a copy wrote in one moment, then swapped by renaming folders: only the inode is another.
  const [size, mtime, ctime, inode] = memory.a!;
  const other = digests('b').get('b')!;
  writeSealed(kept(), { ...memory, a: [size, mtime, ctime, inode, other] });
  expect(digests().get('a')).toBe(other);
  writeSealed(kept(), { ...memory, a: [size, mtime, ctime, inode + 1, other] });
  expect(digests()).toEqual(before);
});

test('what was read once is not read again, unless it may still be changing', async () => {
  digests();
  expect(readFileSync(kept(), 'utf8')).not.toContain('"a"'); // written a moment ago
  await settle();
  digests();
  expect(readFileSync(kept(), 'utf8')).toContain('"a"');
});

test('a damaged memory is forgotten, not believed', async () => {
  await settle();
  const before = digests();
  const text = readFileSync(kept(), 'utf8');
  writeFileSync(kept(), text.replace(before.get('a')!, before.get('b')!));
  expect(digests()).toEqual(before);
  appendFileSync(kept(), '\n');
  writeFileSync(kept(), '');
  expect(digests()).toEqual(before);
});

test('a file that is not there is named', () => {
  expect(() => digests('none')).toThrow(DataError);
  expect(() => digests('none')).toThrow(join(folder, 'none'));
});
