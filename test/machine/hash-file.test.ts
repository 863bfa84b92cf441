import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hashFile } from '../../src/machine/files/hash-file.js';

const folder = () => mkdtempSync(join(tmpdir(), 'thaw-hash-'));

test('a file has the SHA-256 of its bytes', () => {
  const file = join(folder(), 'file');
  const bytes = Buffer.alloc(2 ** 20 + 5, 'weights');
  writeFileSync(file, bytes);
  expect(hashFile(file)).toBe(createHash('sha256').update(bytes).digest('hex'));
});

test('a folder has none', () => {
  expect(() => hashFile(folder())).toThrow('it is a folder, not a file');
});

test.skipIf(process.platform === 'win32')('nor has a named pipe, which is not waited for', () => {
  const pipe = join(folder(), 'pipe');
  execFileSync('mkfifo', [pipe]);
  expect(() => hashFile(pipe)).toThrow('it is a named pipe, not a file');
});
