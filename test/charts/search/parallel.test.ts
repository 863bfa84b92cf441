import { describe, expect, test } from 'vitest';
import type { ChartOptions } from '../../../src/charts/chart.js';
import { parallel } from '../../../src/charts/kinds/search/parallel.js';
import type { TrialEntry } from '../../../src/results/documents/live/trials.js';
import { documentsOf, type Made } from '../documents.js';
import { marksOf, textsOf } from '../marks-of.js';

function draw(made: Made, options: ChartOptions = {}) {
  return parallel.draw(documentsOf(made), options, parallel.frame);
}

function lines(scene: ReturnType<typeof draw>) {
  return marksOf(scene, 'line').filter(({ trial }) => trial !== undefined);
}

const FINISHED: Made = { trials: 40, states: ['finished'] };

describe('parallel coordinates', () => {
  test('have an axis for all that varies, in the file’s order, and what it came to last', () => {
    const { areas } = draw(FINISHED);
    expect(areas.map(({ x, y }) => [x, y?.name, y?.kind])).toEqual([
      [null, 'learning_rate', 'log'],
      [null, 'dropout', 'linear'],
      [null, 'scheduler', 'category'],
      [null, 'momentum', 'linear'],
      [null, 'val_accuracy', 'linear'],
    ]);
    expect(areas[2]!.y).toMatchObject({
      values: ['one_cycle', 'cosine(final_lr=0)', 'constant', 'none'],
    });
    expect(areas[0]!.y).toMatchObject({ low: expect.closeTo(1e-5, 9), high: 0.1 });
  });

  test('let a point without a parameter run below its axis, never at 0', () => {
    const scene = draw(FINISHED);
    const axis = scene.areas[3]!;
    const places = new Map(lines(scene).map(({ trial, places }) => [trial, places[3]![1]]));
    for (const { trial, params } of documentsOf(FINISHED).trials.trials) {
      const has = Object.hasOwn(params, 'momentum');
      expect(places.get(trial)! <= axis.top + axis.height).toBe(has);
    }
    expect(textsOf(scene)).toContain('not there');
  });

  test('keep trials of one category apart, and each in its own place whatever else is drawn', () => {
    const all = new Map(lines(draw(FINISHED)).map(({ trial, places }) => [trial, places[2]]));
    expect(new Set(Array.from(all.values(), (place) => place![1])).size).toBe(40);
    const brushed = lines(draw(FINISHED, { brush: { dropout: { low: 0.1, high: 0.3 } } }));
    for (const { trial, places } of brushed) expect(places[2]).toEqual(all.get(trial));
  });

  test('gray out what lies outside a brush, its ends included', () => {
    const { trials } = documentsOf(FINISHED).trials;
    const rates = trials.map(({ params }) => Number(params.learning_rate)).sort((a, b) => a - b);
    const brush = { learning_rate: { low: rates[0]!, high: rates[9]! } };
    const scene = draw(FINISHED, { brush });
    const colored = lines(scene).filter(({ color }) => color !== 'muted');
    const inside = trials.filter(({ params }) => Number(params.learning_rate) <= rates[9]!);
    expect(colored.map(({ trial }) => trial).sort()).toEqual(
      inside.map(({ trial }) => trial).sort(),
    );
    expect(scene.table.rows).toHaveLength(10);
    expect(scene.summary).toContain('30 others are gray');
  });

  test('take the value of a category from a brush, and what a point lacks is in none', () => {
    const scene = draw(FINISHED, { brush: { scheduler: { values: ['none'] } } });
    expect(scene.table.rows.map((row) => row[4])).toEqual(Array(10).fill('none'));
    const lacking = draw(FINISHED, { brush: { momentum: { low: -1, high: 2 } } });
    expect(lacking.table.rows).toHaveLength(20);
  });

  test('are of finished trials alone unless others are asked for, which are dashed', () => {
    const scene = draw({ trials: 18 });
    expect(scene.summary).toMatch(
      /2 queued, 2 running, 2 stopped, 2 diverged and 2 failed trials are left out/,
    );
    expect(lines(scene).some(({ dash }) => dash !== undefined)).toBe(false);
    const stopped = draw({ trials: 18 }, { states: ['stopped'] });
    expect(lines(stopped).map(({ dash }) => dash)).toEqual(['dashed', 'dashed']);
  });

  test('have the best on top, whichever way is better, and drawn last', () => {
    const made: Made = { trials: 12, states: ['finished'], metric: 'val_loss', goal: 'minimize' };
    const scene = draw(made);
    expect(scene.areas.at(-1)!.y).toMatchObject({ name: 'val_loss', reversed: true });
    const { trials } = documentsOf(made).trials;
    const best = trials.toSorted((a, b) => a.value! - b.value!)[0]!;
    const last = lines(scene).at(-1)!;
    expect(last.trial).toBe(best.trial);
    const ends = lines(scene).map(({ places }) => places.at(-1)![1]);
    expect(last.places.at(-1)![1]).toBe(Math.min(...ends));
    expect(scene.summary).toContain(`trial ${best.trial}`);
  });

  test('color the best alone where there are thousands', () => {
    const scene = draw({ trials: 3000, states: ['finished'] });
    expect(lines(scene).filter(({ color }) => color !== 'muted')).toHaveLength(200);
    expect(draw({ trials: 30, states: ['finished'] }, { top: 3 }).marks.length).toBeGreaterThan(30);
  });

  test('have axes for options of a choice that vary', () => {
    const documents = documentsOf({ trials: 4, states: ['finished'] });
    const options = [
      { type: 'step', step_size: 3 },
      { type: 'step', step_size: 5 },
      'cosine',
      'cosine',
    ];
    const trials = documents.trials.trials.map(
      (trial, k): TrialEntry => ({ ...trial, params: { ...trial.params, scheduler: options[k]! } }),
    );
    const changed = { ...documents, trials: { ...documents.trials, trials } };
    const { areas, table } = parallel.draw(changed, {}, parallel.frame);
    const names = areas.map(({ y }) => y!.name);
    expect(names.slice(2, 4)).toEqual(['scheduler', 'scheduler.step_size']);
    expect(table.rows.map((row) => row.slice(4, 6))).toEqual([
      ['step', 3],
      ['step', 5],
      ['cosine', null],
      ['cosine', null],
    ]);
  });
});
