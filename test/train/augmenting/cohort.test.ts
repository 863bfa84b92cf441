import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MadeSnapshot } from '../../../src/core/snapshots/snapshot.js';
import type { Params } from '../../../src/core/space.js';
import { describeBackends } from '../../golden/backends.js';
import { type Lab, openLab } from '../cohort/lab.js';

const FIXED = { image_size: 32, batch_size: 4, learning_rate: 0.01, epochs: 3 };

describeBackends('a cohort whose images threads augment', (load) => {
  let lab: Lab;
  let device: Lab;
  let folder: string;
  beforeAll(async () => {
    const engine = await load();
    lab = await openLab(engine, { train: 13, val: 5 });
    device = await openLab(engine, { train: 13, val: 5 }, 'device');
    folder = mkdtempSync(join(tmpdir(), 'thaw-ahead-'));
  });
  afterAll(() => {
    lab.close();
    device.close();
    rmSync(folder, { recursive: true });
  });

  test.each(['crop-flip', 'mixup'])(
    'learns what it learns without them, to the bit: %s',
    async (augmentation) => {
      const params: Params[] = ['constant', 'cosine'].map((scheduler) => {
        return { ...FIXED, augmentation, scheduler, unfrozen_layers: 'layer4.2' };
      });
      const { trials } = await lab.train(params);
      const before = lab.tensors();
      expect((await lab.train(params, { threads: 2 })).trials).toEqual(trials);
      expect(lab.tensors()).toBe(before);
    },
  );

  test.each(['crop-flip', 'mixup'])(
    'learns the same if batches are brought to the device steps ahead: %s',
    async (augmentation) => {
      const params: Params[] = ['fc', 'layer4.2'].map((unfrozen_layers) => {
        return { ...FIXED, augmentation, unfrozen_layers };
      });
      const { trials } = await device.train(params);
      expect((await device.train(params, { threads: 2 })).trials).toEqual(trials);
    },
  );

  test('goes on in the middle of an epoch as if it had not stopped', async () => {
    const params: Params[] = [{ ...FIXED, augmentation: 'cutmix', unfrozen_layers: 'fc' }];
    const { trials } = await lab.train(params);
    let last: MadeSnapshot | undefined;
    const first = await lab.train(params, {
      threads: 2,
      orders: { base: join(folder, 'cohort'), epochs: true, everyMs: 1e9, maxBytes: null },
      interruptAfter: 16,
      onSnapshot: (made) => {
        last = made;
      },
    });
    const { part: path, sha256, epoch, step } = last!;
    expect(step).toBeGreaterThan(0);
    const from = { path, sha256, epoch, step };
    const rest = await lab.train(params, { threads: 2, from });
    const reports = [...first.trials[0]!.reports.slice(0, epoch), ...rest.trials[0]!.reports];
    expect({ ...rest.trials[0]!, reports }).toEqual(trials[0]);
  });
});
