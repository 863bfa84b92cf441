import { describe, expect, test } from 'vitest';
import { yRuler } from '../../src/charts/axis.js';
import type { ChartOptions } from '../../src/charts/chart.js';
import { best } from '../../src/charts/kinds/best.js';
import { curves } from '../../src/charts/kinds/curves.js';
import type { Mark, Scene } from '../../src/charts/scene.js';
import type { Documents } from '../../src/results/documents/documents.js';
import { documentsOf } from './documents.js';

const drawCurves = (documents: Documents, options: ChartOptions = {}) =>
  curves.draw(documents, options, curves.frame);
const drawBest = (documents: Documents, options: ChartOptions = {}) =>
  best.draw(documents, options, best.frame);

const lineOf = ({ marks }: Scene, trial: number) =>
  marks.find((mark) => mark.kind === 'line' && mark.trial === trial && mark.within === 0);
const dotsOf = ({ marks }: Scene) =>
  marks.filter((mark) => mark.kind === 'dot' && mark.trial !== undefined && mark.within === 0);

describe('curves', () => {
  test('leave a gap where a value is no number', () => {
    const documents = documentsOf({ trials: 1 });
    const [curve] = documents.curves.curves;
    const values = [0.5, null, 0.7, 0.8];
    const scene = drawCurves({
      ...documents,
      curves: { ...documents.curves, curves: [{ ...curve!, values }] },
    });
    const line = lineOf(scene, 101);
    expect(line?.kind === 'line' && line.places.map((place) => place === null)).toEqual([
      ...[false, true, false, false],
    ]);
    expect(scene.summary).toContain('1 value is no number that can be shown, and left out.');
  });

  test('have the best in color and the others gray', () => {
    const documents = documentsOf({ trials: 12, states: ['finished'] });
    const ranked = documents.trials.trials.toSorted((a, b) => b.value! - a.value!);
    const scene = drawCurves(documents, { top: 2 });
    expect(
      ranked
        .slice(0, 3)
        .map(
          ({ trial }) => lineOf(scene, trial)?.kind === 'line' && colorOf(lineOf(scene, trial)!),
        ),
    ).toEqual(['series-0', 'series-1', 'muted']);
  });

  test('show those that were chosen instead', () => {
    const scene = drawCurves(documentsOf({ trials: 12, states: ['finished'] }), { chosen: [103] });
    const colored = scene.marks.filter(
      (mark) => mark.kind === 'line' && mark.trial && mark.within === 0 && mark.color !== 'muted',
    );
    expect(colored.map(({ trial }) => trial)).toEqual([103]);
  });

  test('end in a hollow dot where they were stopped', () => {
    const documents = documentsOf({ trials: 2, states: ['stopped', 'finished'] });
    const scene = drawCurves(documents);
    const dot = dotsOf(scene).find(({ trial }) => trial === 101);
    const line = lineOf(scene, 101);
    expect(dot).toMatchObject({ hollow: true });
    expect(dot?.kind === 'dot' && line?.kind === 'line' && line.places.at(-1)).toEqual(
      dot?.kind === 'dot' && dot.place,
    );
  });

  test('mark the rungs of the pruner, but not by seconds', () => {
    const rungs = ({ marks }: Scene) =>
      marks.filter(({ title }) => title?.startsWith('The pruner'));
    const documents = documentsOf({ trials: 6 });
    expect(rungs(drawCurves(documents))).toHaveLength(2);
    expect(rungs(drawCurves(documents, { x: 'seconds' }))).toHaveLength(0);
  });

  test('are smoothed without being drawn to 0 at their start', () => {
    const documents = documentsOf({ trials: 1 });
    const flat = {
      ...documents.curves,
      curves: [{ trial: 101, values: [0.5, 0.5, 0.5], seconds: [1, 2, 3] }],
    };
    const scene = drawCurves({ ...documents, curves: flat }, { smooth: 0.9 });
    expect(scene.table.rows.map((row) => row.at(-1))).toEqual(
      [0.5, 0.5, 0.5].map((value) => expect.closeTo(value, 12)),
    );
  });

  test('are not pressed flat by what diverged', () => {
    const documents = documentsOf({ trials: 2, states: ['finished', 'diverged'] });
    const wild = documents.curves.curves.map((curve) =>
      curve.trial === 102 ? { ...curve, values: [1, 1e9, 1e30] } : curve,
    );
    const { areas } = drawCurves({ ...documents, curves: { ...documents.curves, curves: wild } });
    const y = areas[0]?.y;
    expect(y?.kind === 'linear' && y.high).toBeLessThanOrEqual(1);
  });
});

describe('best so far', () => {
  test('rises, or falls where less is better', () => {
    for (const goal of ['maximize', 'minimize'] as const) {
      const metric = goal === 'maximize' ? 'val_accuracy' : 'val_loss';
      const { table } = drawBest(documentsOf({ trials: 30, states: ['finished'], metric, goal }));
      const so = table.rows.map((row) => Number(row.at(-1)));
      expect(so).toEqual(so.toSorted((a, b) => (goal === 'maximize' ? a - b : b - a)));
      expect(new Set(so).size).toBeGreaterThan(1);
    }
  });

  test('counts only what finished, and draws a failed trial nowhere', () => {
    const scene = drawBest(
      documentsOf({ trials: 4, states: ['stopped', 'finished', 'failed', 'running'] }),
    );
    expect(
      dotsOf(scene).map((dot) => [dot.trial, dot.kind === 'dot' && dot.hollow === true]),
    ).toEqual([
      [101, true],
      [102, false],
      [104, true],
    ]);
    expect(scene.table.rows.map((row) => row.at(-1) === null)).toEqual([true, false, false]);
    expect(scene.summary).toContain('1 failed, and has no place here.');
  });

  test('runs by what trials cost', () => {
    const { table } = drawBest(documentsOf({ trials: 3, states: ['finished'] }), { x: 'seconds' });
    expect(table.rows.map((row) => row[3])).toEqual([9, 18, 27]);
  });

  test('shows only trials of the states and values that were asked for', () => {
    const documents = documentsOf({ trials: 40 });
    const trials = (options: ChartOptions) =>
      drawBest(documents, options).table.rows.map(([id]) => id);
    const stopped = documents.trials.trials.filter(({ state }) => state === 'stopped');
    expect(trials({ states: ['stopped'] })).toEqual(stopped.map(({ trial }) => trial));
    const rates = documents.trials.trials.map(({ params }) => Number(params.learning_rate));
    const [low, high] = [rates[0]!, rates[2]!].toSorted((a, b) => a - b) as [number, number];
    expect(trials({ brush: { learning_rate: { low, high } } })).toEqual(
      expect.arrayContaining([101, 103]),
    );
    expect(trials({ brush: { scheduler: { values: ['none'] } } })).not.toContain(101);
  });

  test('says why there is nothing', () => {
    expect(drawBest(documentsOf({ trials: 0 })).summary).toBe('The sweep has no trials yet.');
    expect(drawBest(documentsOf({ trials: 3, states: ['failed'] })).summary).toBe(
      'All 3 trials failed.',
    );
    expect(drawBest(documentsOf({ trials: 3, states: ['queued'] })).summary).toBe(
      'Nothing has finished yet.',
    );
  });

  test('has a logarithmic axis where one is asked for', () => {
    const documents = documentsOf({ trials: 9, metric: 'val_loss', goal: 'minimize' });
    const [area] = drawBest(documents, { log: ['val_loss'] }).areas;
    expect(area?.y?.kind).toBe('log');
    expect(yRuler(area!, area!.y!).place(0)).toBeNull();
  });
});

function colorOf(mark: Mark) {
  return mark.kind === 'line' ? mark.color : null;
}
