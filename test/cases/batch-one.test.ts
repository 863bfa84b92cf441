import { expect, test } from 'vitest';
import { openCase } from './case.js';

test('batches of one image that a training batch norm cannot use are refused', async () => {
  const { thaw } = openCase('batch-one');
  for (const command of ['validate', 'plan', 'run']) {
    const { code, stderr } = await thaw(command, 'sweep.yaml');
    expect(code).toBe(2);
    expect(stderr).toContain('line 7:3 parameters.batch_size: expected 2 or more: at 32 px');
  }
});

test.each([
  ['larger images', 'data.image_size=64'],
  ['frozen batch norms', 'parameters.unfrozen_layers.value=0'],
  ['a small stem', 'parameters.stem.value=small'],
])('they are fine with %s', async (_, change) => {
  const { thaw } = openCase('batch-one');
  const { code, stderr } = await thaw('validate', 'sweep.yaml', '--set', change);
  expect(stderr).toBe('');
  expect(code).toBe(0);
});

test('a last batch of one is dropped, and said once', async () => {
  const { thaw } = openCase('batch-one');
  const set = ['--set', 'data.train=41', '--set', 'parameters.batch_size.values=[8, 20]'];
  const { code, stderr } = await thaw('validate', 'sweep.yaml', ...set);
  expect(code).toBe(0);
  expect(stderr.match(/it is dropped/g)).toHaveLength(1);
});
