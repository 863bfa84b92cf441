import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { isAlive } from '../../src/machine/is-alive.js';

test('this process is alive', () => {
  expect(isAlive(process.pid)).toBe(true);
});

test('a process that ended is not', () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  expect(isAlive(pid)).toBe(false);
});

test('what is no process id is not alive', () => {
  expect(isAlive(Number.NaN)).toBe(false);
  expect(isAlive(2 ** 40)).toBe(false);
});
