import { expect, test } from 'vitest';
import { mistakes, parse } from './parse.js';

const SPACE = 'parameters: { learning_rate: { values: [0.1, 0.01] } }\nepochs: 9\nrepeats: 4';

function read(early: string) {
  const { spec, warnings } = parse(`${SPACE}\nearly_terminate: ${early}`);
  return { choice: spec.earlyTerminate, notes: warnings.map(({ message }) => message) };
}

test.each([
  ['ASHAScheduler', { type: 'asha', variant: 'stopping', eta: 3 }],
  ['optuna.pruners.SuccessiveHalvingPruner', { type: 'asha', variant: 'stopping' }],
  ['ASHA', { type: 'asha', variant: 'promotion', min_iter: 1 }],
  ['HyperbandPruner', { type: 'asha', variant: 'stopping' }],
  ['MedianPruner', { type: 'percentile', percentile: 50 }],
  ['MedianStoppingRule', { type: 'median' }],
  ['medianstop', { type: 'median' }],
  ['PatientPruner', { type: 'patience' }],
  ['EarlyStopping', { type: 'patience' }],
  ['WilcoxonPruner', { type: 'wilcoxon' }],
  [
    '{ type: ASHAScheduler, grace_period: 2, reduction_factor: 4, max_t: 8 }',
    { type: 'asha', variant: 'stopping', min_iter: 2, eta: 4, max_iter: 8 },
  ],
  [
    '{ type: MedianPruner, n_startup_trials: 3, n_warmup_steps: 2, interval_steps: 2 }',
    { type: 'percentile', percentile: 50, min_trials: 3, min_iter: 2, interval: 2 },
  ],
  ['{ type: SuccessiveHalvingPruner, variant: promotion }', { type: 'asha', variant: 'promotion' }],
  ['{ name: ThresholdPruner, lower: 0.2 }', { type: 'threshold', lower: 0.2 }],
])('early_terminate: %s is read, with a note', (wrote, choice) => {
  const { choice: got, notes } = read(wrote);
  expect(got).toMatchObject(choice);
  expect(notes.length).toBeGreaterThan(0);
  for (const note of notes) expect(note).toContain('is read as');
});

test('says what differs where it does', () => {
  expect(read('PatientPruner').notes).toEqual([
    'PatientPruner is read as patience: it stops one epoch sooner, and on a plateau, too',
  ]);
  expect(read('HyperbandPruner').notes).toEqual([
    'HyperbandPruner is read as asha, variant: stopping: of its brackets it has the first alone',
  ]);
});

test.each(['asha', 'percentile', 'patience', '{ type: wilcoxon, min_runs: 3 }'])(
  'early_terminate: %s is nothing to note',
  (wrote) => {
    expect(read(wrote).notes).toEqual([]);
  },
);

test('without checkpoints it is said that trials which wait start over', () => {
  const notes = (early: string) => read(`${early}\ncheckpoint: false`).notes;
  expect(notes('asha')).toEqual([
    'without checkpoints trials that wait start over when they go on: `variant: stopping` lets none wait',
  ]);
  expect(notes('{ type: asha, variant: stopping }')).toEqual([]);
  expect(notes('median')).toEqual([]);
});

test.each([
  ['{ type: asha, grace_period: 2, min_iter: 2 }', 'grace_period'],
  ['{ type: ASHAScheduler, brackets: 2 }', 'brackets'],
  ['{ type: threshold }', 'lower'],
  ['{ type: percentile, percentile: 101 }', 'percentile'],
  ['{ type: asha, variant: max }', 'promotion'],
  ['{ type: hopeful }', 'hopeful'],
])('early_terminate: %s is refused, by name', (wrote, said) => {
  const issues = mistakes(`${SPACE}\nearly_terminate: ${wrote}`);
  expect(issues.map(({ path, message }) => `${path}: ${message}`).join('\n')).toContain(said);
});

test('wilcoxon without enough repeats is said never to stop a trial, and how many it takes', () => {
  const file = (repeats: number) =>
    `parameters: { learning_rate: { values: [0.1, 0.2] } }\nrepeats: ${repeats}\nearly_terminate: { type: wilcoxon }\n`;
  expect(parse(file(4)).warnings).toEqual([]);
  expect(parse(file(3)).warnings).toMatchObject([
    {
      path: 'early_terminate',
      message:
        'never stops a trial: points have 3 runs, which can be no rarer by chance than 0.125; expected repeats: 4 or more for p_threshold 0.1',
    },
  ]);
});
