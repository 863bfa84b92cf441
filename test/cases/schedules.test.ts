import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from '../config/parse.js';
import { thaw } from '../e2e/thaw.js';

const FOLDER = fileURLToPath(new URL('./schedules/', import.meta.url));

test.each(['validate', 'plan'])(
  '%s tells of schedules that do nothing, or the opposite',
  async (command) => {
    const { code, stdout, stderr } = await thaw([command, 'sweep.yaml'], FOLDER);
    expect(code).toBe(0);
    const notes = stderr.split('\n').filter((line) => line.startsWith('Note:'));
    expect(
      notes.map((note) => note.replace(/^Note: line \d+:\d+ parameters\.scheduler\./, '')),
    ).toEqual([
      'values.0.patience: plateau: never cuts the rate: the first cut can come after 12 epochs, and a trial has only 10',
      'values.1.T_0: cosine_warm_restarts: never restarts: a trial has only 10 epochs',
      'values.2.eta_min: cosine: 0.01 is not below the learning rate (0.001): the rate rises, instead of falling',
      'values.3.T_max: cosine: the rate is lowest after 3 of 10 epochs, and rises again',
      'values.4.min_lr: plateau: 0.1 is not below the learning rate (0.001): the rate is never cut',
    ]);
    if (command === 'plan') {
      expect(stdout).toContain('plateau(patience=10)');
      expect(stdout).toContain('plateau(min_lr=0.1)');
      expect(stdout).toContain('cosine(T_max=3)');
    }
  },
);

describe('a schedule over 10 epochs from a rate of 0.001 to 0.1', () => {
  const notes = (scheduler: string, more = '') =>
    parse(`
method: random
run_cap: 2
epochs: 10
data: { train: 320, val: 40 }
parameters:
  learning_rate: { min: 0.001, max: 0.1 }
  scheduler: { value: { ${scheduler} } }
${more}`)
      .warnings.filter(({ path }) => path.includes('scheduler'))
      .map(({ message }) => message);

  test.each([
    ['type: step, step_size: 10', /step: never drops the rate: a trial has only 10 epochs/],
    ['type: step, step_size: 2, gamma: 1', /a factor of 1 leaves the rate as it is/],
    ['type: step, step_size: 2, gamma: 2', /a factor of 2 raises the rate/],
    ['type: multistep, milestones: [10, 20]', /never drops the rate/],
    ['type: multistep, milestones: [5, 20]', /1 of 2 lie beyond the 10 epochs/],
    ['type: exponential, gamma: 1', /leaves the rate as it is/],
    ['type: cosine, T_max: 30', /the rate hardly falls/],
    [
      'type: cosine, eta_min: 0.01',
      /not below the learning rate \(0.001 to 0.1\).*at least of the lowest/,
    ],
    ['type: cosine, eta_min: 0.2', /the rate rises, instead of falling$/],
    ['type: cosine_warm_restarts, T_0: 12', /never restarts/],
    ['type: plateau, patience: 8', /first cut can come after 10 epochs/],
    ['type: one_cycle, max_lr: 0.1', /decides alone: the learning rates of this file/],
    ['type: one_cycle, pct_start: 1', /the rate only rises/],
    ['type: one_cycle, div_factor: 1', /the start is 1 times the peak/],
    ['type: polynomial, total_iters: 4', /the rate is 0 for the last 6 of 10 epochs/],
    ['type: step, step_size: 100, interval: step', /a trial has only 100 steps/],
    ['type: cosine, T_max: 8, warmup_epochs: 1', undefined],
    ['type: cosine, T_max: 9', undefined],
    ['type: cosine', undefined],
    ['type: step, step_size: 9', undefined],
    ['type: plateau, patience: 7', undefined],
    ['type: one_cycle', undefined],
    ['type: polynomial', undefined],
  ])('%s', (scheduler, wanted) => {
    const found = notes(scheduler);
    expect(found).toHaveLength(wanted ? 1 : 0);
    if (wanted) expect(found[0]).toMatch(wanted);
  });
});
