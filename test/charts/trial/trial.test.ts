import { describe, expect, test } from 'vitest';
import { compare } from '../../../src/charts/kinds/trial/compare.js';
import { curve } from '../../../src/charts/kinds/trial/curve.js';
import { rate } from '../../../src/charts/kinds/trial/rate.js';
import type { CompareDocument } from '../../../src/results/documents/insight/compare.js';
import type { TrialDocument } from '../../../src/results/documents/trial.js';
import { documentsOf } from '../documents.js';
import { marksOf, textsOf } from '../marks-of.js';

const DOCUMENTS = documentsOf({ trials: 3, states: ['finished'] });

describe('a trial’s curve', () => {
  const draw = (change: Partial<TrialDocument>, options = {}) =>
    curve.draw({ trial: { ...DOCUMENTS.trial, ...change } }, options, curve.frame);

  test('is that of both kinds of images, told apart by more than color', () => {
    const scene = draw({});
    const lines = marksOf(scene, 'line').filter(({ width }) => width === 2);
    expect(new Set(lines.map(({ dash }) => dash)).size).toBe(2);
    expect(scene.table.columns).toEqual(['epoch', 'val_accuracy', 'train_accuracy', 'shared with']);
    expect(draw({}, { metric: 'train_loss' }).table.columns).toContain('val_loss');
  });

  test('marks the best epoch', () => {
    const scene = draw({ best: { epoch: 3, value: 0.5 } });
    expect(textsOf(scene)).toContain('best: 0.5 at epoch 3');
    const dot = marksOf(scene, 'dot').find(({ radius }) => radius === 5);
    const own = marksOf(scene, 'line')
      .filter(({ places }) => places.length === 6)
      .at(-1);
    expect(own?.places[3]).toEqual(dot?.place);
  });

  test('shades the epochs that were those of another trial', () => {
    const reports = DOCUMENTS.trial.reports.map((report) => {
      return { ...report, shared_with: report.epoch < 3 ? 7 : report.epoch === 4 ? 8 : null };
    });
    const scene = draw({ reports });
    const shades = marksOf(scene, 'bar').filter(({ title }) => title?.includes('as trial'));
    expect(shades.map(({ title }) => title)).toEqual([
      'epochs 0 to 2 were trained as trial 7',
      'epoch 4 was trained as trial 8',
    ]);
    expect(scene.summary).toContain(
      'Epochs 0 to 2 are those of trial 7 and epoch 4 is that of trial 8.',
    );
  });

  test('has a gap where a value is no number, and says so', () => {
    const reports = DOCUMENTS.trial.reports.map((report) => {
      return report.epoch === 2 ? { ...report, val_accuracy: Number.NaN } : report;
    });
    const scene = draw({ reports });
    const line = marksOf(scene, 'line').find(
      ({ places }) => places.includes(null) && places.length === 6,
    );
    expect(line?.places[2]).toBeNull();
    expect(scene.summary).toContain('1 value is no number');
  });
});

describe('a trial’s learning rate', () => {
  test('begins at 0, or is logarithmic where asked for', () => {
    expect(rate.draw(DOCUMENTS, {}, rate.frame).areas[0]!.y).toMatchObject({
      kind: 'linear',
      low: 0,
    });
    const scene = rate.draw(DOCUMENTS, { log: ['learning_rate'] }, rate.frame);
    expect(scene.areas[0]!.y).toMatchObject({ kind: 'log', low: 0.01 / 6, high: 0.01 });
    expect(scene.summary).toContain('From 0.01 to 0.001667 over 6 epochs');
  });
});

describe('two trials', () => {
  const draw = (change: Partial<CompareDocument>) =>
    compare.draw({ compare: { ...DOCUMENTS.compare, ...change } }, {}, compare.frame);

  test('have their difference below, with its interval', () => {
    const scene = draw({});
    expect(scene.areas).toHaveLength(2);
    expect(scene.areas[1]!.x).toMatchObject({ label: 'accuracy: trial 101 minus trial 102' });
    expect(scene.summary).toContain(
      'The difference of trial 101 to trial 102 is 0.1 ± 0.09 in accuracy over the same 100 images (p = 0.07).',
    );
  });

  test('say where they cannot be told apart, or why that is not known', () => {
    const test = { ...DOCUMENTS.compare.test!, difference: 0.01 };
    expect(draw({ test }).summary).toContain('which cannot be told from none');
    const scene = draw({ test: null, untested: 'One has no answers.' });
    expect(scene.areas).toHaveLength(1);
    expect(scene.summary).toContain('Their difference is not tested: One has no answers.');
  });
});
