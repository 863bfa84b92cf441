import { expect, test } from 'vitest';
import { fakeContext, thaw } from './fake-context.js';
import { seedResults, TRIALS } from './seed-results.js';

async function withResults(
  ...results: Parameters<typeof seedResults> extends [string, ...infer R] ? R : never
) {
  const context = fakeContext();
  await seedResults(context.cwd, ...results);
  return context;
}

test('ranks finished trials first, and says by what rule', async () => {
  const { code, stdout } = await thaw('leaderboard', await withResults());
  expect(code).toBe(0);
  expect(stdout).toBe(`\
Sweep 1: fake
Ranked by val_accuracy, higher is better; rule: best (a trial's best epoch)
Trials: 2 finished, 1 stopped, 1 failed; epochs count from 0

   rank  trial  val_acc       ±  epoch  epochs  time     lr  scheduler
      1      2   0.6550  0.1275      2       3    6s   0.01  step
      1      1   0.6200  0.1299      1       3    6s   0.01  cosine
stopped      3   0.7000       -      0       1    2s  0.003  cosine
 failed      4        -       -      -       0    0s  0.003  step

Not the best alone: 1 of 2 recipes that cannot be told apart and share rank 1
(two proportions where right answers were not kept, which misses differences,
Holm's correction, level 5 %, 50 images). \`repeats: {top: 2, n: 3}\` would cost
about 24 s.
±: half of the 95 % interval of what a recipe does on new images.
All with unfrozen_layers 1.
In full: step(step_size=2, gamma=0.1).
`);
});

test('ranks by the last epoch, by another metric, and only what is asked for', async () => {
  const { stdout } = await thaw(
    'leaderboard --rule last --metric val_loss --state finished --where scheduler=cosine',
    await withResults(),
  );
  expect(stdout).toContain(
    "Ranked by val_loss, lower is better; rule: last (a trial's last epoch)",
  );
  expect(stdout.match(/^ +\d+ +\d+ .*$/gm)).toEqual([
    expect.stringMatching(/^ +1 +1 +1\.4000 +2 +6s/),
  ]);
});

test('a filter names an option by its type, as printed, or as JSON', async () => {
  const context = await withResults();
  for (const value of [
    'step',
    'step(step_size=2,_gamma=0.1)',
    '{"type":"step","step_size":2,"gamma":0.1}',
  ]) {
    const line = `leaderboard --format json --where scheduler=${value}`.split(' ');
    const { main } = await import('../../src/cli/main.js');
    const before = context.stdout().length;
    await main(
      line.map((word) => word.replace('_gamma', ' gamma')),
      context,
    );
    const { rows } = JSON.parse(context.stdout().slice(before));
    expect(rows.map(({ trial }: { trial: number }) => trial)).toEqual([2, 4]);
  }
});

test('a parameter that is called as a column of ours has another title', async () => {
  const trial = (epochs: number, accuracy: number) => ({
    params: { epochs, learning_rate: 0.1 },
    accuracies: Array.from({ length: epochs }, () => accuracy),
    state: 'finished' as const,
  });
  const context = await withResults([trial(1, 0.5), trial(3, 0.6)]);
  const table = await thaw('leaderboard', context);
  expect(table.stdout).toMatch(/^rank +trial +val_acc +± +epoch +done +time +epochs$/m);
  const csv = await thaw('leaderboard --format csv', fakeContext({ cwd: context.cwd }));
  expect(csv.stdout.split('\n')[0]).toBe(
    'rank,trial,state,value,epoch,epochs,seconds,change,trained_parameters,feasible,front,n,low,high,tied,p,params.epochs,learning_rate',
  );
});

test('JSON has a stable shape, with all rows unless --top is given', async () => {
  const many = Array.from({ length: 14 }, (_, i) => ({
    params: { learning_rate: i + 1 },
    accuracies: [0.1 + i / 100],
    state: 'finished' as const,
  }));
  const context = await withResults(many);
  const { stdout } = await thaw('leaderboard --format json', context);
  const board = JSON.parse(stdout);
  expect(Object.keys(board)).toEqual([
    'sweep',
    'name',
    'metric',
    'goal',
    'rule',
    'programs',
    'equal_points',
    'objectives',
    'judgment',
    'rows',
  ]);
  expect(board).toMatchObject({ sweep: 1, metric: 'val_accuracy', goal: 'maximize', rule: 'best' });
  expect(board.rows).toHaveLength(14);
  expect(board.rows[0]).toEqual({
    rank: 1,
    change: 0,
    trial: 14,
    trials: [14],
    n: 1,
    state: 'finished',
    value: 0.23,
    interval: { low: expect.closeTo(0.1354, 3), high: expect.closeTo(0.3633, 3) },
    tied: true,
    p: null,
    epoch: 0,
    epochs: 1,
    seconds: 2,
    trained_parameters: 1000,
    values: {},
    feasible: true,
    front: null,
    params: { learning_rate: 14 },
  });

  const second = fakeContext({ cwd: context.cwd });
  const top = JSON.parse((await thaw('leaderboard --format json --top 3', second)).stdout);
  expect(top.rows).toHaveLength(3);
});

test('a table shows ten rows and says that there are more', async () => {
  const many = Array.from({ length: 14 }, (_, i) => ({
    params: { learning_rate: i + 1 },
    accuracies: [0.1 + i / 100],
    state: 'finished' as const,
  }));
  const { stdout } = await thaw('leaderboard', await withResults(many));
  expect(stdout).toContain('10 of 14 trials; --top 14 shows all.');
  expect(stdout.match(/^ +\d+ +\d+ .*$/gm)).toHaveLength(10);
});

test('CSV quotes objects as JSON', async () => {
  const { stdout } = await thaw('leaderboard --format csv --top 1', await withResults());
  expect(stdout.replace(/0\.5164\d+,0\.7713\d+/, 'LOW,HIGH')).toBe(
    [
      'rank,trial,state,value,epoch,epochs,seconds,change,trained_parameters,feasible,front,n,low,high,tied,p,learning_rate,scheduler,unfrozen_layers',
      '1,2,finished,0.655,2,3,6,0,1000,true,,1,LOW,HIGH,true,,0.01,"{""type"":""step"",""step_size"":2,""gamma"":0.1}",1',
      '',
    ].join('\n'),
  );
});

test('parameters that do not fit 80 columns stand under their trial, and nothing is cut off', async () => {
  const names = ['weight_decay', 'label_smoothing', 'augmentation', 'normalization', 'optimizer'];
  const wide = TRIALS.map((trial, t) => ({
    ...trial,
    params: { ...trial.params, ...Object.fromEntries(names.map((n) => [n, `${n} value ${t}`])) },
  }));
  const { stdout } = await thaw('leaderboard', await withResults(wide));
  const rows = stdout.split('\n').slice(4);
  for (const line of rows) {
    expect(line.length).toBeLessThanOrEqual(80);
    expect(line).toBe(line.trimEnd());
  }
  const whole = stdout.replace(/\s+/g, ' ');
  for (const name of names) expect(whole).toContain(`${name} value 3`);
});

test('finds a sweep by id or name, and names the nearest where there is none', async () => {
  const context = await withResults();
  expect((await thaw('leaderboard fake', context)).code).toBe(0);
  expect((await thaw('leaderboard 1', context)).code).toBe(0);
  const { code, stderr } = await thaw('leaderboard fkae', context);
  expect(code).toBe(2);
  expect(stderr).toContain('There is no sweep "fkae". Did you mean "fake"?');
});

test.each([
  ['leaderboard --where schedulr=cosine', 'no parameter "schedulr". Did you mean "scheduler"?'],
  [
    'leaderboard --where scheduler=linear',
    'expects one of "cosine", "step(step_size=2, gamma=0.1)"',
  ],
  ['leaderboard --where scheduler', '--where expects key=value'],
  ['leaderboard --top 0', '--top expects a whole number from 1, not 0.'],
  ['leaderboard --metric accuracy', '--metric expects one of train_loss, '],
])('%s is refused with exit code 2', async (line, message) => {
  const { code, stdout, stderr } = await thaw(line, await withResults());
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(message);
});

const SEVERAL: Parameters<typeof seedResults>[2] = {
  objectives: [
    { name: 'val_accuracy', goal: 'maximize' },
    { name: 'training_seconds', goal: 'minimize', max: 6 },
  ],
};
/** Best after 3, 1, 4, 2 epochs: 6, 2, 8, 4 seconds. */
const COSTLY: typeof TRIALS = [
  [0.1, 0.1, 0.8],
  [0.6, 0.5],
  [0.1, 0.1, 0.1, 0.9],
  [0.1, 0.55],
].map((accuracies, t) => ({ accuracies, params: { learning_rate: t + 1 }, state: 'finished' }));

test('several metrics stand beside the first, with the front marked and what is out of bounds last', async () => {
  const context = await withResults(COSTLY, SEVERAL);
  const { stdout } = await thaw('leaderboard', context);
  expect(stdout.split('\n').slice(4, -1)).toEqual([
    '   rank  trial  val_acc       ±  alone  front  epoch  epochs  time  lr',
    '      1      1   0.8000  0.1090     6s  *          2       3    6s   1',
    '      2      2   0.6000  0.1311     2s  *          0       2    4s   2',
    '      3      4   0.5500  0.1329     4s             1       2    4s   4',
    'outside      3   0.9000       -     8s             3       4    8s   3',
    '',
    'The best is better than each of the 2 others that it was compared with (two',
    "proportions where right answers were not kept, which misses differences, Holm's",
    'correction, level 5 %, 50 images).',
    '±: half of the 95 % interval of what a recipe does on new images.',
    '* on the front: no ranked trial is better in one of val_accuracy and',
    'training_seconds and worse in none; `thaw pareto 1` shows more.',
    'outside: not with training_seconds at most 6 s, so not ranked.',
  ]);
});

test('several metrics in JSON and CSV', async () => {
  const context = await withResults(COSTLY, SEVERAL);
  const { stdout } = await thaw('leaderboard --format json', context);
  const { objectives, rows } = JSON.parse(stdout);
  expect(objectives).toEqual(SEVERAL!.objectives);
  expect(rows[3]).toMatchObject({ rank: null, trial: 3, feasible: false, front: false });
  expect(rows[0].values).toEqual({ val_accuracy: 0.8, training_seconds: 6 });
  const csv = await thaw('leaderboard --format csv --top 1', fakeContext({ cwd: context.cwd }));
  expect(csv.stdout.replace(/0\.6696\d+,0\.8875\d+/, 'LOW,HIGH')).toBe(
    [
      'rank,trial,state,value,epoch,epochs,seconds,change,trained_parameters,feasible,front,n,low,high,tied,p,training_seconds,learning_rate',
      '1,1,finished,0.8,2,3,6,0,1000,true,true,1,LOW,HIGH,true,,6,1',
      '',
    ].join('\n'),
  );
});

test('ranks by what trials cost at the epoch that stands for them', async () => {
  const context = await withResults(COSTLY);
  const { stdout } = await thaw('leaderboard --metric training_seconds', context);
  expect(stdout).toContain("rule: best (a trial's best epoch by val_accuracy)");
  expect(
    stdout.match(/^ +\d+ +\d+ .*$/gm)?.map((line) => line.trim().split(/ +/).slice(0, 3)),
  ).toEqual([
    ['1', '2', '2s'],
    ['2', '4', '4s'],
    ['3', '1', '6s'],
    ['4', '3', '8s'],
  ]);
});
