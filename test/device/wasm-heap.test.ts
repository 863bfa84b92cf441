import type { Tensor } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { wasm } from '../../src/device/backends/wasm.js';
import { openHeap } from '../../src/device/wasm/heap.js';

const MEBIBYTE = 2 ** 18; // in float32

test.each([1024, 200, 64])(
  'memory full of %i MiB blocks is an error that says so, and serves on once they are gone',
  async (size) => {
    const { tf, peakMemoryBytes } = await wasm.load('');
    const heap = openHeap(tf);
    const blocks: Tensor[] = [];
    const fill = () => {
      for (let i = 0; i < 100; i += 1) blocks.push(heap.tensor1d(size * MEBIBYTE));
    };
    expect(fill).toThrow(/WebAssembly memory is full/);
    expect(blocks.length * size).toBeGreaterThan(2900);
    expect(fill).toThrow(/WebAssembly memory is full/);
    const ends = blocks.map((block) => heap.address(block) + 4 * block.size);
    expect(Math.max(...ends)).toBeLessThanOrEqual(peakMemoryBytes());
    expect(peakMemoryBytes()).toBeLessThanOrEqual(heap.maxBytes);

    tf.dispose(blocks);
    heap.tensor1d(size * MEBIBYTE * (size < 1024 ? 1 : 0.25)).dispose();
    expect(tf.tidy(() => tf.add(tf.tensor1d([1, 2]), 1).dataSync())).toEqual(Float32Array.of(2, 3));
  },
);

test('areas to work in are apart, aligned, and allocated once', async () => {
  const { tf } = await wasm.load('');
  const heap = openHeap(tf);
  const first = heap.scratch({ a: 100, b: 1, c: 0 });
  expect(Object.values(first).every((address) => address % 64 === 0)).toBe(true);
  expect(first.b - first.a).toBeGreaterThanOrEqual(100);
  expect(first.c).toBeGreaterThan(first.b);
  expect(heap.scratch({ a: 100, b: 1, c: 0 })).toEqual(first);
});
