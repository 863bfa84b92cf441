import { expect, test } from 'vitest';
import { fakeContext, thaw } from './fake-context.js';
import { seedResults, type TRIALS } from './seed-results.js';

/** Best after 3, 1, 4, 2 epochs: 6, 2, 8, 4 seconds. */
const COSTLY: typeof TRIALS = [
  ...([
    [0.1, 0.1, 0.8],
    [0.6, 0.5],
    [0.1, 0.1, 0.1, 0.9],
    [0.1, 0.55],
  ] as const),
].map((accuracies, t) => ({ accuracies, params: { learning_rate: t + 1 }, state: 'finished' }));
const STOPPED: typeof TRIALS = [{ accuracies: [0.99], params: {}, state: 'stopped' }];

async function withResults(
  ...results: Parameters<typeof seedResults> extends [string, ...infer R] ? R : never
) {
  const context = fakeContext();
  await seedResults(context.cwd, ...results);
  return context;
}

test('shows what more time buys, and how far the others are behind', async () => {
  const { code, stdout } = await thaw('pareto', await withResults([...COSTLY, ...STOPPED]));
  expect(code).toBe(0);
  expect(stdout).toBe(`\
Sweep 1: fake
Compared by val_accuracy (higher is better) and training_seconds (lower is
better), each trial at its best epoch by val_accuracy.

On the front: 3 of 4 finished trials.

trial  val_acc  alone  epoch  lr
    3   0.9000     8s      3   3
    1   0.8000     6s      2   1
    2   0.6000     2s      0   2

Behind it, beaten by a trial of the front in no metric by more than these parts
of its range.

trial  val_acc  alone  epoch  behind  of  lr
    4   0.5500     4s      1  33.3 %   2   4

val_accuracy, * on the front
0.9000 |                                                                 *
       |
       |
       |
       |                                           *
       |
       |
       |
       |
       |
       |
       |*
       |
0.5500 |                      .
       +------------------------------------------------------------------
        2s                       training_seconds                       8s

Hypervolume 0.4490 of 1: the share that the front dominates of all between the
best of val_accuracy and training_seconds and a tenth of the range behind the
worst.
`);
});

test('JSON tells the front, the distances and the hypervolume as it rose', async () => {
  const { stdout } = await thaw('pareto --format json', await withResults(COSTLY));
  const { trials, hypervolume, objectives } = JSON.parse(stdout);
  expect(objectives.map(({ name }: { name: string }) => name)).toEqual([
    'val_accuracy',
    'training_seconds',
  ]);
  expect(trials.map(({ trial, front, dominated_by }: Row) => [trial, front, dominated_by])).toEqual(
    [
      [3, true, 0],
      [1, true, 0],
      [2, true, 0],
      [4, false, 1],
    ],
  );
  expect(trials[3]).toMatchObject({ behind_trial: 2, values: { val_accuracy: 0.55 } });
  // In parts of the ranges 0.35 and 6 s, from 0.55 - 0.035 and 8.6 s.
  const all = 1.1 * 1.1;
  const history = [
    { trials: 1, value: ((0.285 / 0.35) * (2.6 / 6)) / all },
    { trials: 2, value: ((0.285 / 0.35) * (2.6 / 6) + (0.085 / 0.35) * (4 / 6)) / all },
    { trials: 3, value: hypervolume.value },
  ];
  expect(hypervolume.history.map(({ trials: n }: { trials: number }) => n)).toEqual([1, 2, 3]);
  for (const [i, { value }] of history.entries()) {
    expect(hypervolume.history[i].value).toBeCloseTo(value, 12);
  }
  expect(hypervolume.reference.training_seconds).toBeCloseTo(8.6, 12);
  expect(hypervolume.reference.val_accuracy).toBeCloseTo(0.515, 12);
});

interface Row {
  readonly trial: number;
  readonly front: boolean;
  readonly dominated_by: number;
}

test('takes the metrics that are asked for, and leaves out what is outside bounds', async () => {
  const context = await withResults(COSTLY, {
    objectives: [
      { name: 'val_accuracy', goal: 'maximize' },
      { name: 'training_seconds', goal: 'minimize', max: 6 },
    ],
  });
  const { stdout } = await thaw(
    'pareto --metrics val_loss,trained_parameters --format csv',
    context,
  );
  expect(stdout).toBe(
    [
      'trial,front,feasible,epoch,dominated_by,behind,behind_trial,val_loss,trained_parameters,learning_rate',
      '1,true,true,2,0,0,,1.2,1000,1',
      '2,false,true,0,1,0.8,1,1.4,1000,2',
      '4,false,true,1,1,1,1,1.45,1000,4',
      '3,false,false,3,,,,1.1,1000,3',
      '',
    ]
      .join('\n')
      .replace(',0.8,', `,${(1.4 - 1.2) / (1.45 - 1.2)},`),
  );
  const table = await thaw('pareto', fakeContext({ cwd: context.cwd }));
  expect(table.stdout).toContain('1 trial left out: not with training_seconds at most 6 s.');
});

test('trials that are all alike, or none, are no picture', async () => {
  const same = await thaw('pareto', await withResults(COSTLY.slice(0, 1)));
  expect(same.stdout).toContain('On the front: 1 of 1 finished trial.');
  expect(same.stdout).not.toContain('Hypervolume');
  const none = await thaw('pareto', await withResults(STOPPED));
  expect(none.stdout).toContain('No trial has finished yet.');
});

test.each([
  ['val_accuracy', 'expects two metrics or more'],
  ['val_loss,val_loss', 'each once'],
  ['val_loss,seconds', 'not "seconds"; did you mean "training_seconds"?'],
])('--metrics %s is refused', async (metrics, message) => {
  const { code, stderr } = await thaw(`pareto --metrics ${metrics}`, await withResults(COSTLY));
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});
