import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { moveIntoPlace } from '../../src/machine/files/move-into-place.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'thaw-move-'));
  writeFileSync(join(folder, 'new'), 'new');
  writeFileSync(join(folder, 'old'), 'old');
});
afterEach(() => rmSync(folder, { recursive: true }));

const refused = (code: string) => Object.assign(new Error(`${code}: rename`), { code });

test('takes the place of an older file, also once another program lets go of it', () => {
  let refusals = 3;
  moveIntoPlace(join(folder, 'new'), join(folder, 'old'), (from, to) => {
    refusals -= 1;
    if (refusals >= 0) throw refused('EPERM');
    renameSync(from, to);
  });
  expect(readFileSync(join(folder, 'old'), 'utf8')).toBe('new');
  expect(existsSync(join(folder, 'new'))).toBe(false);
});

test('gives up on a file that stays open, and at once on any other error', () => {
  let tries = 0;
  const move = (code: string) => () => {
    tries = 0;
    moveIntoPlace('a', 'b', () => {
      tries += 1;
      throw refused(code);
    });
  };
  expect(move('EBUSY')).toThrow('EBUSY');
  expect(tries).toBeGreaterThan(3);
  expect(move('ENOSPC')).toThrow('ENOSPC');
  expect(tries).toBe(1);
});
