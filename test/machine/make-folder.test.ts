import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../../src/machine/files/make-folder.js';

const folder = mkdtempSync(join(tmpdir(), 'thaw-folder-'));

test('makes what is missing, and minds no folder that is there', () => {
  const path = join(folder, 'a', 'b', 'c');
  makeFolder(path);
  makeFolder(path);
  expect(existsSync(path)).toBe(true);
});

test('says at once that a file is in its place', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(() => makeFolder(file)).toThrow('EEXIST');
  expect(() => makeFolder(join(file, 'below', 'it'))).toThrow('ENOTDIR');
});

test.runIf(process.platform === 'linux')('says at once that no folder can be made there', () => {
  expect(() => makeFolder('/proc/thaw/below')).toThrow('ENOENT');
});
