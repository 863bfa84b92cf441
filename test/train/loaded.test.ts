import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Engine } from '../../src/device/backend.js';
import { createLoaded } from '../../src/train/loaded.js';

test('weights that could not be read are read again when they are asked for again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-loaded-'));
  const weights = join(folder, 'mine.safetensors');
  const loaded = createLoaded({} as Engine, folder);
  const message = () =>
    loaded.weights({ architecture: 'resnet18', weights }, 0).then(
      () => 'read',
      (error: Error) => error.message,
    );
  try {
    const missing = await message();
    writeFileSync(weights, 'no tensors');
    expect(await message()).not.toBe(missing);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a data set that could not be opened makes way for another without a stray error', async () => {
  const loaded = createLoaded({} as Engine, join(tmpdir(), 'no-such-cache'));
  const open = (decodeSize: number) =>
    loaded.dataset({ source: 'cifar10', train: 1, val: 1, decodeSize });
  const stray: unknown[] = [];
  const listener = (error: unknown) => void stray.push(error);
  process.on('unhandledRejection', listener);
  try {
    const [first, second] = [open(32), open(64)];
    await expect(first).rejects.toThrow();
    await expect(second).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(stray).toEqual([]);
  } finally {
    process.off('unhandledRejection', listener);
  }
});
