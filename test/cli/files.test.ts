import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type FakeContext, fakeContext, thaw } from './fake-context.js';
import { seedResults } from './seed-results.js';

function withFile(text: string): FakeContext {
  const context = fakeContext();
  writeFileSync(join(context.cwd, 'my.yaml'), text);
  return context;
}

const GRID = `\
name: plan me
epochs: 4
backend: wasm
workers: 2
data: {train: 100, val: 50}
parameters:
  learning_rate: {values: [0.1, 0.01]}
  scheduler: {values: [constant, {type: step, step_size: 2, gamma: 0.1}]}
  unfrozen_layers: {value: 1}
`;

test('init writes a file that is valid, and never over one that is there', async () => {
  const context = fakeContext();
  const { code, stdout } = await thaw('init', context);
  expect(code).toBe(0);
  expect(stdout).toContain('  thaw run sweep.yaml   run it\n');
  expect((await thaw('validate sweep.yaml', context)).stderr).toBe('');

  writeFileSync(join(context.cwd, 'sweep.yaml'), 'mine');
  const second = await thaw('init', context);
  expect(second.code).toBe(2);
  expect(second.stderr).toContain('exists already; --force overwrites it.');
  expect(readFileSync(join(context.cwd, 'sweep.yaml'), 'utf8')).toBe('mine');
  expect((await thaw('init --force', context)).code).toBe(0);
});

test('init refuses a folder and makes the folders that lead to a file', async () => {
  const context = fakeContext();
  mkdirSync(join(context.cwd, 'there'));
  expect((await thaw('init there', context)).stderr).toContain('is a folder: name a file.');
  await thaw('init a/b.yaml', context);
  expect(existsSync(join(context.cwd, 'a', 'b.yaml'))).toBe(true);
});

test('names npx where npm started the program', async () => {
  const context = fakeContext({ env: { npm_execpath: '/npm-cli.js' } });
  expect((await thaw('init', context)).stdout).toContain('  npx thaw run sweep.yaml   run it\n');
});

test('validate tells what a good file would run', async () => {
  const { code, stdout } = await thaw('validate my.yaml', withFile(GRID));
  expect(code).toBe(0);
  expect(stdout).toBe(`\
my.yaml is valid: plan me, 4 trials by grid, ranked by val_accuracy (maximize)
100 images of cifar10 to train, 50 to validate, weights imagenet
10 classes, of each 10 images to train, 5 to validate, 1,000 to test: airplane,
automobile, bird, cat, deer, dog, frog, horse, ship, truck
`);
});

test('validate tells every mistake, with its line, as text, JSON and CSV', async () => {
  const bad = GRID.replace('epochs: 4', 'epochs: -4').replace('wasm', 'wasn');
  const text = await thaw('validate my.yaml', withFile(bad));
  expect(text.code).toBe(2);
  expect(text.stderr).toMatch(/has 2 mistakes:\n {2}line 2\S* epochs: .*\n {2}line 3\S* backend: /);

  const json = await thaw('validate my.yaml --format json', withFile(bad));
  expect(json.code).toBe(2);
  const { valid, issues } = JSON.parse(json.stdout);
  expect(valid).toBe(false);
  expect(issues.map(({ line, path }: { line: number; path: string }) => [line, path])).toEqual([
    [2, 'epochs'],
    [3, 'backend'],
  ]);
  const csv = await thaw('validate my.yaml --format csv', withFile(bad));
  expect(csv.stdout).toMatch(/^kind,line,column,path,message\nissue,2,/);
});

test('plan lists trials, curves and time, and leaves nothing behind', async () => {
  const context = withFile(GRID);
  const { code, stdout } = await thaw('plan my.yaml', context);
  expect(code).toBe(0);
  expect(stdout.replace(/\b\d+ s\b/g, 'NN s').replace(/^Takes[\s\S]*?\n\n/m, '\n')).toBe(`\
plan me: 4 trials by grid, ranked by val_accuracy (maximize)
100 images of cifar10 to train, 50 to validate
About NN s of training on wasm with 2 workers; NN s with --no-sharing
  (roughly, from the speed of another machine; \`thaw backends\` measures this one)

10 classes, of each 10 images to train, 5 to validate, 1,000 to test: airplane,
automobile, bird, cat, deer, dog, frog, horse, ship, truck

trial  lr    scheduler
    1  0.1   constant
    2  0.1   step(step_size=2, gamma=0.1)
    3  0.01  constant
    4  0.01  step(step_size=2, gamma=0.1)
All with unfrozen_layers 1.

cohort  trials  trained, by epoch  time  which
     1       2  1 1 2 2            NN s  1-2
     2       2  1 1 2 2            NN s  3-4

scheduler  curve  rate per epoch         trials
constant   ▁▁▁▁   0.1 0.1 0.1 0.1             1
step       ██▁▁   0.1 0.1 0.01 0.01           1
constant   ▁▁▁▁   0.01 0.01 0.01 0.01         1
step       ██▁▁   0.01 0.01 0.001 0.001       1
`);
  expect(existsSync(join(context.cwd, 'results'))).toBe(false);
  expect(existsSync(join(context.cwd, 'cache'))).toBe(false);
});

test('plan as JSON has a stable shape, with every trial', async () => {
  const more = GRID.replace('[0.1, 0.01]', `[${Array.from({ length: 40 }, (_, i) => i + 1)}]`);
  const { stdout } = await thaw('plan my.yaml --format json', withFile(more));
  const plan = JSON.parse(stdout);
  expect(Object.keys(plan)).toEqual([
    ...['sweep', 'trials', 'repeats_of_best', 'equal_points', 'method', 'metric', 'goal', 'images'],
    ...['schedules', 'backend', 'estimate', 'needs', 'free', 'total', 'warnings'],
  ]);
  expect(plan.sweep).toBe('plan me');
  expect(plan.images).toMatchObject({ source: 'cifar10', unreadable: [], notes: [] });
  expect(plan.images.classes[9]).toEqual({ name: 'truck', train: 10, val: 5, test: 1000 });
  expect(plan.trials).toHaveLength(80);
  expect(plan.trials[1]).toEqual({
    ...{ trial: 2, replicate: 0 },
    params: {
      learning_rate: 1,
      scheduler: { type: 'step', step_size: 2, gamma: 0.1 },
      unfrozen_layers: 1,
    },
  });
  expect(plan.schedules[1]).toMatchObject({ learning_rate: 1, rates: [1, 1, 0.1, 0.1], trials: 1 });
  expect(plan.estimate).toMatchObject({ workers: 2, basis: 'assumed' });
});

test('plan takes its pace from trials that were trained with that backend', async () => {
  const context = withFile(GRID);
  const first = JSON.parse((await thaw('plan my.yaml --format json', context)).stdout);
  const accuracies = Array.from({ length: 12 }, (_, epoch) => epoch / 20);
  const params = { learning_rate: 0.01, scheduler: 'cosine', unfrozen_layers: 1 };
  await seedResults(context.cwd, [{ params, accuracies, state: 'finished' }]);
  const again = fakeContext({ cwd: context.cwd });
  const second = JSON.parse((await thaw('plan my.yaml --format json', again)).stdout);
  expect(second.estimate.basis).toBe('measured');
  expect(second.estimate.seconds).not.toBe(first.estimate.seconds);
});
