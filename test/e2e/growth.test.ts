import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { folderWith, startThaw } from './thaw.js';

const TRIALS = 24;
const rates = Array.from({ length: TRIALS }, (_, i) =>
  i % 6 === 5 ? (i + 1) * 1e30 : 0.001 + i * 1e-6,
);
const SWEEP = `
method: grid
epochs: 1
keep: 1
backend: wasm
data: { train: 16, val: 10, image_size: 32 }
model: { weights: random }
parameters:
  learning_rate: { values: [${rates.join(', ')}] }
  unfrozen_layers: { value: 0 }
`;

// `node bench/growth.js` does it with 500.
test.skipIf(!existsSync('/proc/self/statm'))(
  'neither memory nor open files grow with the number of trials',
  async () => {
    const folder = folderWith({ 'sweep.yaml': SWEEP });
    const run = startThaw(['run', 'sweep.yaml', '--workers', '1', '--no-sharing'], folder);
    const { pid } = run.process;
    const samples: { readonly megabytes: number; readonly files: number }[] = [];
    createInterface({ input: run.process.stderr! }).on('line', (line) => {
      if (!/\btrial \d+ (?:finished|diverged)/.test(line)) return;
      const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
      const files = readdirSync(`/proc/${pid}/fd`).length;
      samples.push({ megabytes: (pages * 4096) / 2 ** 20, files });
    });
    const { code, stderr } = await run.finished;
    expect(code, stderr).toBe(0);
    expect(samples).toHaveLength(TRIALS);
    const [early, late] = [samples[7]!, samples[TRIALS - 2]!];
    // One trunk kept by mistake takes 94 MB.
    expect(late.megabytes - early.megabytes).toBeLessThan(80);
    expect(late.files).toBeLessThanOrEqual(early.files + 1);
  },
  300_000,
);
