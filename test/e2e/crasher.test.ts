import { expect, test } from 'vitest';
import { plant } from './planted.js';
import { rowsOf, shown } from './results.js';
import { folderWith, thaw } from './thaw.js';

const SWEEP = `
epochs: 2
backend: wasm
workers: 1
data: { train: 20, val: 20, image_size: 32 }
parameters:
  learning_rate: { value: 0.01 }
  augmentation: { values: [none, [poison], crop-flip] }
`;

test('a trial that ends the process by itself is given up after the second time, no other is', async () => {
  const root = plant([
    {
      ...{ stub: 'poison.ts', folder: 'images/augmentations' },
      ...{ registry: 'images/augmentations/index.ts', name: 'poison', entry: 'poison,' },
    },
  ]);
  const program = { bin: `${root}/bin/thaw.js` };
  const folder = folderWith({ 'sweep.yaml': SWEEP });
  const codes = [(await thaw(['run', 'sweep.yaml'], folder, program)).code];
  while (codes.at(-1) !== 0 && codes.length < 6) {
    codes.push((await thaw(['resume'], folder, program)).code);
  }
  expect(codes).toEqual([null, null, 0]);
  const states = (await rowsOf(folder)).map(({ state }) => state);
  expect(states).toEqual(['finished', 'finished', 'failed']);
  const { attempts } = await shown(folder, 2);
  expect(attempts.map(({ state }) => state)).toEqual(['crashed', 'crashed']);
}, 600_000);
