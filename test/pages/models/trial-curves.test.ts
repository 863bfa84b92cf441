import { expect, test } from 'vitest';
import { countStates } from '../../../src/core/trial-state.js';
import { curveDocuments } from '../../../src/pages/models/trial-curves.js';
import type { SweepDocument } from '../../../src/results/documents/live/sweep.js';
import { reportFields } from '../../../src/results/report-fields.js';
import { fakeReport } from '../../fakes/specs.js';
import { aTrial } from './documents.js';

const sweep: SweepDocument = {
  ...{
    sweep: 1,
    name: 'flowers',
    description: null,
    state: 'finished',
    rests: null,
    trials: countStates([]),
  },
  ...{ metric: 'val_accuracy', goal: 'maximize', objectives: [], sampler: 'random', pruner: null },
  ...{ rungs: [2], parameters: [], run_cap: null, epochs: 2, backend: null, source: '' },
  time: { ran_seconds: 0, trials: null, left_seconds: null, assumes: null },
  created_at: '2026-01-01T00:00:00.000Z',
};
const reports = [0.4, 0.6].map((accuracy, epoch) => reportFields(fakeReport(epoch, accuracy)));

test('curves of trials have their values, and the seconds up to each epoch', () => {
  const trial = aTrial({ trial: 5, reports, best: { epoch: 1, value: 0.6 } });
  const { curves, trials } = curveDocuments([trial], sweep, 'val_accuracy');
  const [first, second] = reports.map(({ seconds }) => seconds) as [number, number];
  expect(curves.curves).toEqual([
    { trial: 5, values: [0.4, 0.6], seconds: [first, first + second] },
  ]);
  expect(trials.trials[0]).toMatchObject({ trial: 5, value: 0.6, epoch: 1, epochs: 2 });
});

test('what is no number stays none', () => {
  const broken = [{ ...reports[0]!, val_accuracy: Number.NaN }];
  const { curves } = curveDocuments([aTrial({ reports: broken })], sweep, 'val_accuracy');
  expect(curves.curves[0]?.values).toEqual([null]);
});

test('trials of several sweeps have no rungs in common', () => {
  const own = aTrial({ trial: 5, reports });
  expect(curveDocuments([own], sweep, 'val_accuracy').sweep.rungs).toEqual([2]);
  const both = [own, aTrial({ trial: 6, sweep: 2, reports })];
  expect(curveDocuments(both, sweep, 'val_accuracy').sweep.rungs).toEqual([]);
});
