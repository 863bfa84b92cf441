import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCase, QUICK } from './case.js';

test('a trial without a test split is not tested, and nothing is recorded', async () => {
  const { folder, thaw } = openCase('no-test-split');
  const pics = join(folder, 'pics');
  expect((await thaw('run', 'sweep.yaml', ...QUICK)).code).toBe(0);

  const refused = await thaw('test', '1');
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('has no test split to measure trial 1 on');
  const shown = JSON.parse((await thaw('show', '1', '--format', 'json')).stdout);
  expect(shown.tests).toEqual([]);

  // Images without a class make none, either.
  cpSync(join(pics, 'train', 'dog'), join(pics, 'test'), { recursive: true });
  const loose = await thaw('test', '1');
  expect(loose.code).toBe(2);
  expect(loose.stderr).toContain('test/ is not used as test split: it has 5 images but no class');

  rmSync(join(pics, 'test'), { recursive: true });
  cpSync(join(pics, 'train'), join(pics, 'test'), { recursive: true });
  const tested = await thaw('test', '1');
  expect(tested.code).toBe(0);
  expect(tested.stdout).toContain('on 10 images');
  expect(tested.stderr).toContain('10 images of the test split also are among those to train');
});
