import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BUILD, buildFolder, LOG_MODULE } from '../../src/device/tensorflow/layout.js';
import { CACHE, describeBackend } from '../golden/backends.js';
import { folderWith, thaw } from './thaw.js';

const SWEEP = `
epochs: 1
backend: tensorflow
model: { weights: random }
data: { train: 32, val: 32, image_size: 32 }
parameters:
  learning_rate: { value: 0.01 }
  augmentation: { values: [none, crop-flip] }
`;

/** An older build has no such module. */
const MODULE = join(buildFolder(CACHE, 'cpu'), BUILD.package, LOG_MODULE);

describeBackend('tensorflow', "a sweep's own output", () => {
  describe.runIf(existsSync(MODULE))('with a log beside the database', () => {
    test.each([1, 2])(
      'holds none of what native libraries print, in %s processes',
      async (count) => {
        const folder = folderWith({ 'sweep.yaml': SWEEP });
        const env = { THAW_SETUP: 'off', ...(count > 1 ? { THAW_CHILDREN: String(count) } : {}) };
        const { code, stderr } = await thaw(['run', 'sweep.yaml'], folder, { env });
        expect(code, stderr).toBe(0);
        expect(stderr).not.toMatch(/tensorflow\/|absl|\.cc:\d+/);
        const log = readFileSync(join(folder, 'results', 'tensorflow.log'), 'utf8');
        expect(log.match(/cpu_feature_guard/g)).toHaveLength(count);
      },
      120_000,
    );
  });
});
