import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { backends } from '../../src/device/backends/index.js';
import { BUILD, buildFolder } from '../../src/device/tensorflow/layout.js';
import type { NodeBackend } from '../../src/device/tensorflow/node-backend.js';
import { CACHE, describeBackend } from '../golden/backends.js';

/** A build from before this has no headers to compile it with. */
const HEADER = join(
  buildFolder(CACHE, 'cpu'),
  BUILD.tensorflow,
  'include/tensorflow/core/framework/device.h',
);

describeBackend('tensorflow', "the device's memory", () => {
  describe.runIf(existsSync(HEADER))('as the allocator counts it', () => {
    test('goes up and down with tensors; its peak stays', async () => {
      const { tf, info } = await backends.find(({ name }) => name === 'tensorflow')!.load(CACHE);
      const { binding } = tf.backend() as unknown as NodeBackend;
      const memory = () => binding.deviceMemory!()!;
      const before = memory().bytesInUse;
      const x = tf.ones([1024, 1024]);
      x.dataSync();
      const y = tf.tile(x, [1, 4]);
      expect(memory().bytesInUse - before).toBeGreaterThanOrEqual(5 * 2 ** 22);
      tf.dispose([x, y]);
      expect(memory().bytesInUse - before).toBeLessThan(2 ** 20);
      expect(memory().peakBytes - before).toBeGreaterThanOrEqual(5 * 2 ** 22);
      expect(memory().limitBytes).toBeGreaterThan(1e9);
      expect(info.kind).toBe('cpu');
    });
  });
});
