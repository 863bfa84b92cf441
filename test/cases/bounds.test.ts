import { beforeAll, describe, expect, test } from 'vitest';
import { folderWith, thaw } from '../e2e/thaw.js';

const milestones = Array.from({ length: 8000 }, (_, i) => i + 1).join(', ');
const small = 'data: { train: 40, val: 20 }\nbackend: wasm\n';
const folder = folderWith({
  'many.yaml': `${small}method: random\nrun_cap: 1000000\nparameters: { learning_rate: { min: 0.001, max: 0.1 } }\n`,
  'endless.yaml': `${small}method: random\nrun_cap: 1000000000000\nparameters: { learning_rate: { min: 0.001, max: 0.1 } }\n`,
  'grid.yaml': `${small}method: grid
parameters:
  learning_rate: { min: 0.001, max: 0.1, count: 10000 }
  weight_decay: { min: 0.001, max: 0.1, count: 10000 }
  dropout: { min: 0.001, max: 0.1, count: 10000 }
  label_smoothing: { min: 0.001, max: 0.1, count: 1000 }
`,
  'milestones.yaml': `${small}epochs: 10000
parameters:
  learning_rate: { values: [0.1, 0.01] }
  scheduler: { value: { type: multistep, milestones: [${milestones}] } }
`,
  'long.yaml': `${small}epochs: 10000
parameters:
  learning_rate: { values: [0.1, 0.01, 0.001] }
  scheduler: { values: [cosine, step, exponential] }
`,
  'workers.yaml': `${small}workers: 256\nparameters: { learning_rate: { min: 0.001, max: 0.1, count: 1000 } }\n`,
});

/** Far above what they take, far below what they took: minutes, or gigabytes. */
const SECONDS = 45;

/** Bounded memory: the process may not have more than this. */
const program = { env: { NODE_OPTIONS: '--max-old-space-size=512' } };

describe('plan answers in seconds, whatever it is asked', () => {
  beforeAll(() => thaw(['--version'], folder));

  test.each([
    ['many.yaml', '1,000,000 trials', true],
    ['endless.yaml', '1,000,000,000,000 trials', true],
    ['grid.yaml', '1,000,000,000,000,000 trials', true],
    ['milestones.yaml', '2 trials', false],
    ['long.yaml', '9 trials', false],
  ])('%s', async (file, trials, isSample) => {
    const started = performance.now();
    const { code, stdout } = await thaw(['plan', file], folder, program);
    expect(code).toBe(0);
    expect((performance.now() - started) / 1000).toBeLessThan(SECONDS);
    expect(stdout.split('\n')[0]).toContain(trials);
    expect(/Planned are the first 10,000 trials/.test(stdout)).toBe(isSample);
    expect(stdout.length).toBeLessThan(20_000);
  });

  test('JSON says how many there are, and lists those that were looked at', async () => {
    const { stdout } = await thaw(['plan', 'many.yaml', '--format', 'json'], folder, program);
    const { total, trials, estimate } = JSON.parse(stdout);
    expect([total, trials.length]).toEqual([1_000_000, 10_000]);
    expect(estimate.seconds).toBeGreaterThan(1000);
  });
});

test('more workers than a machine bears are not started, and that is said', async () => {
  const { code, stdout, stderr } = await thaw(['plan', 'workers.yaml', '--format', 'json'], folder);
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /256 workers are more than this machine bears, which has .* at most \d+ are started/,
  );
  expect(JSON.parse(stdout).estimate.workers).toBeLessThan(256);
});
