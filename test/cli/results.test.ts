import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fakeContext, thaw } from './fake-context.js';
import { seedResults } from './seed-results.js';
import { damage } from './upkeep/damage.js';

const TIME = /\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?( to \d\d:\d\d:\d\d)?/g;

async function withResults(answer?: string) {
  const context = fakeContext(answer === undefined ? {} : { answer });
  await seedResults(context.cwd);
  return context;
}

test('lists sweeps, the latest first', async () => {
  const context = await withResults();
  await seedResults(context.cwd, undefined, { name: 'a-name-that-is-much-longer-than-a-column' });
  const { stdout } = await thaw('sweeps', context);
  expect(stdout.replace(TIME, 'TIME')).toBe(`\
sweep  name                      state     trials            backend  created (UTC)
    2  a-name-that-is-much-lon…  finished  4: 2 finished, 1  wasm     TIME
                                           stopped, 1
                                           failed
    1  fake                      finished  4: 2 finished, 1  wasm     TIME
                                           stopped, 1
                                           failed
`);
});

test('sweeps as JSON have a stable shape', async () => {
  const { stdout } = await thaw('sweeps --format json', await withResults());
  expect(JSON.parse(stdout).sweeps).toEqual([
    {
      sweep: 1,
      name: 'fake',
      state: 'finished',
      rests: null,
      trials: { queued: 0, running: 0, finished: 2, stopped: 1, diverged: 0, failed: 1 },
      metric: 'val_accuracy',
      goal: 'maximize',
      backend: 'wasm',
      created_at: expect.any(String),
      file: expect.stringContaining('fake.yaml'),
    },
  ]);
});

test('shows a trial: recipe, learning curve, attempts, events', async () => {
  const { stdout } = await thaw('show 1', await withResults());
  expect(stdout.replace(TIME, 'TIME')).toBe(`\
Trial 1: finished, number 1 of sweep 1 (fake)

Params
  learning_rate    0.01
  scheduler        cosine
  unfrozen_layers  1

Recipe
  weights        random
  data           cifar10: 100 to train, 50 to validate
  images         32 px, batches of 32
  normalization  as the weights
  augmentation   none
  trains         layer4.0 to fc (4 units)
  optimizer      sgd (momentum 0.9, dampening 0, weight_decay 0, nesterov false)
  scheduler      cosine (eta_min 0, interval epoch, warmup_epochs 0,
                 warmup_factor 0.1) from 0.01
  epochs         3
  network        stem imagenet, pooling avg, head linear
  seed           7

Learning curve
  val_accuracy ▁█▇  best 0.6200 at epoch 1 (*)

epoch  train_loss  train_acc  val_loss  val_acc   lr  time  img/s  memory
    0      0.5000     0.5000    1.5000   0.5000  0.1   2 s   50.0  1.0 kB
   *1      0.3800     0.6200    1.3800   0.6200  0.1   2 s   50.0  1.0 kB
    2      0.4000     0.6000    1.4000   0.6000  0.1   2 s   50.0  1.0 kB

Attempts (UTC)
  TIME  finished
  on pretended

Events (UTC)
  TIME  note: the last batch of 1 image is left out
`);
});

test('shows of an attempt that it was not exact', async () => {
  const { cwd } = await withResults();
  const exact = async () => {
    const { stdout } = await thaw('show 1 --format json', fakeContext({ cwd }));
    return JSON.parse(stdout).attempts.map((attempt: { exact: boolean }) => attempt.exact);
  };
  expect(await exact()).toEqual([true]);
  damage(cwd, (db) => {
    db.exec(`update attempts set provenance = json_set(provenance, '$.exact', json('false'))`);
  });
  expect(await exact()).toEqual([false]);
  const { stdout } = await thaw('show 1', fakeContext({ cwd }));
  expect(stdout).toMatch(/^Attempts.*\n.* {2}finished, not exact$/m);
});

test('shows of an attempt on which class of machine it ran', async () => {
  const { cwd } = await withResults();
  damage(cwd, (db) => {
    db.exec(
      `update attempts set provenance = json_set(provenance, '$.exactness', 'wasm | 4.22.0 | Xeon | 2')`,
    );
  });
  const { stdout } = await thaw('show 1', fakeContext({ cwd }));
  expect(stdout).toMatch(/ {2}finished\n {2}on wasm 4\.22\.0 \(Xeon, threads: 2\)\n/);
  const json = await thaw('show 1 --format json', fakeContext({ cwd }));
  expect(JSON.parse(json.stdout).attempts).toMatchObject([
    { ran_on: 'wasm 4.22.0 (Xeon, threads: 2)', exact: true },
  ]);
});

test('a trial as JSON and its epochs as CSV', async () => {
  const context = await withResults();
  const { stdout } = await thaw('show 2 --format json', context);
  const trial = JSON.parse(stdout);
  expect(Object.keys(trial)).toEqual([
    ...['trial', 'number', 'replicate', 'runs', 'sweep', 'name', 'state', 'params', 'recipe'],
    'metric',
    'goal',
    ...['best', 'reports', 'attempts', 'events', 'tests', 'made_of', 'checkpoint', 'weights'],
  ]);
  expect(trial).toMatchObject({ trial: 2, number: 2, best: { epoch: 2, value: 0.655 } });
  expect(trial.recipe).toMatchObject({ learning_rate: 0.01, first_trained: 14 });

  const csv = await thaw('show 2 --format csv', fakeContext({ cwd: context.cwd }));
  expect(csv.stdout.split('\n')[0]).toBe(
    'epoch,train_loss,train_accuracy,val_loss,val_accuracy,val_balanced_accuracy,val_macro_f1,training_seconds,trained_parameters,learning_rate,seconds,solo_seconds,shared_with,images_per_second,peak_memory_bytes',
  );
  expect(csv.stdout.trim().split('\n')).toHaveLength(4);
});

test('a failed trial tells why', async () => {
  const { stdout } = await thaw('show 4', await withResults());
  expect(stdout).toMatch(/failed: out of luck/);
});

test('says so where there are no results, instead of making an empty database', async () => {
  const context = fakeContext();
  for (const line of ['leaderboard', 'sweeps', 'show 1', 'resume', 'delete 1', 'test 1']) {
    const { code, stderr } = await thaw(line, context);
    expect(code).toBe(2);
    expect(stderr).toContain('No results yet');
  }
  expect(existsSync(join(context.cwd, 'results'))).toBe(false);
});

test.each([
  ['show abc', 'not "abc"'],
  ['show 99', 'There is no trial 99. The latest sweep (fake) has 1 to 4.'],
  ['test 2', 'The weights of trial 2 are not on disk'],
  ['export 4', 'The weights of trial 4 are not on disk'],
  ['predict 1 nowhere.png', 'There is no file'],
  ['delete nope', 'There is no sweep "nope"'],
])('%s is refused with exit code 2', async (line, message) => {
  const { code, stderr } = await thaw(line, await withResults());
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

test('deletes a sweep and its weights once a person says yes', async () => {
  const context = await withResults('yes');
  const weights = join(context.cwd, 'results', 'checkpoints', 'sweep-1');
  mkdirSync(weights, { recursive: true });
  writeFileSync(join(weights, 'trial-1.ckpt'), '');
  const { code, stdout } = await thaw('delete fake', context);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'Deleted sweep 1 (fake).\n' });
  expect(existsSync(weights)).toBe(false);
  expect((await thaw('leaderboard', context)).stderr).toContain('There are no sweeps yet');
});

test('deletes nothing where a person says no, or nobody is there to ask', async () => {
  const refused = await thaw('delete 1', await withResults('n'));
  expect(refused).toMatchObject({ code: 0, stdout: '', stderr: 'Nothing was deleted.\n' });

  const context = await withResults();
  const alone = await thaw('delete 1', context);
  expect(alone.code).toBe(2);
  expect(alone.stderr).toContain('`--yes` confirms it');
  expect((await thaw('delete 1 --yes', context)).code).toBe(0);
});
