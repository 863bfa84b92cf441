import { cpSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { hashFile } from '../../src/machine/files/hash-file.js';
import { json, type Row } from '../e2e/results.js';
import { folderWith, thaw as thawIn } from '../e2e/thaw.js';

const PICS = fileURLToPath(new URL('./classes-changed/pics', import.meta.url));

/** Two trials, of which the first would be overwritten by one of the same number. */
const sweep = (rates: string) => `
keep: 2
epochs: 1
backend: wasm
workers: 1
data: { source: ./pics, train: 0.6, val: 0.4, image_size: 32 }
model: { architecture: resnet18, weights: random }
parameters: { learning_rate: { values: ${rates} } }
`;

const NETWORK = 'results/checkpoints/sweep-1/trial-1.safetensors';

let folder: string;
let before: readonly string[];
/** With a cache of its own, as it is tidied. */
const thaw = (...args: readonly string[]) =>
  thawIn(args, folder, { env: { THAW_CACHE: join(folder, 'cache') } });
const kept = () =>
  readdirSync(join(folder, 'results/checkpoints/sweep-1')).map((name) =>
    hashFile(join(folder, 'results/checkpoints/sweep-1', name)),
  );
beforeAll(async () => {
  folder = folderWith({ 'one.yaml': sweep('[0.01, 0.02]'), 'two.yaml': sweep('[0.1]') });
  cpSync(PICS, join(folder, 'pics'), { recursive: true });
  const { code, stderr } = await thaw('run', 'one.yaml');
  expect(code, stderr).toBe(0);
  before = kept();
  expect(before).toHaveLength(4);
});

test('a new database beside the files of another leaves them, and numbers its sweeps after', async () => {
  renameSync(join(folder, 'results/thaw.sqlite'), join(folder, 'results/old.sqlite'));
  const { code, stderr } = await thaw('run', 'two.yaml');
  expect(code, stderr).toBe(0);
  expect(stderr).toMatch(/sweep-1 holds files of a sweep that this database does not have/);
  expect(kept()).toEqual(before);
  const { rows } = json<{ rows: readonly Row[] }>(
    await thaw('leaderboard', '2', '--format', 'json'),
  );
  expect(rows).toHaveLength(1);
  // Nor does an upkeep that knows nothing of them.
  expect((await thaw('gc', '--yes')).code).toBe(0);
  expect(kept()).toEqual(before);
  const again = await thaw('run', 'two.yaml');
  expect(again.stderr).not.toContain('does not have');
});

test('a database that was renamed says where it looks for its weights', async () => {
  const args = ['export', '1', '--db', 'results/old.sqlite', '-o', 'one.safetensors'];
  const { code, stderr } = await thaw(...args);
  expect(code).toBe(2);
  expect(stderr).toMatch(/old-checkpoints\/sweep-1\/trial-1\.ckpt is not there/);
  renameSync(join(folder, 'results/checkpoints'), join(folder, 'results/old-checkpoints'));
  const onFolder = await thaw(...args.slice(0, -1), 'results');
  expect(onFolder.code).toBe(2);
  expect(onFolder.stderr).toMatch(/results is a folder: -o expects the file to write/);
  const found = await thaw(...args);
  expect(found.code, found.stderr).toBe(0);
  expect(hashFile(join(folder, 'one.safetensors'))).toBe(
    hashFile(join(folder, NETWORK.replace('checkpoints', 'old-checkpoints'))),
  );
});
