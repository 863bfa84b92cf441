import { describe, expect, test } from 'vitest';
import type { ChartOptions } from '../../../src/charts/chart.js';
import { slice } from '../../../src/charts/kinds/search/slice.js';
import { documentsOf, type Made } from '../documents.js';
import { marksOf, textsOf } from '../marks-of.js';

const FINISHED: Made = { trials: 40, states: ['finished'] };

function draw(made: Made, options: ChartOptions = {}, frame = slice.frame) {
  return slice.draw(documentsOf(made), options, frame);
}

describe('slices', () => {
  test('have a small chart for each parameter that varies, all of one height of values', () => {
    const { areas } = draw(FINISHED);
    expect(areas.map(({ x }) => [x?.name, x?.kind])).toEqual([
      ['learning_rate', 'log'],
      ['dropout', 'linear'],
      ['scheduler', 'category'],
      ['momentum', 'linear'],
    ]);
    expect(new Set(areas.map(({ y }) => JSON.stringify(y))).size).toBe(1);
  });

  test('leave a point out where it does not have the parameter, and say of how many', () => {
    const scene = draw(FINISHED);
    const dots = marksOf(scene, 'dot').filter(({ trial }) => trial !== undefined);
    expect(dots).toHaveLength(4 * 40 - 20);
    expect(textsOf(scene)).toContain('20 without');
  });

  test('draw the median and quartiles of listed values', () => {
    const scene = draw(FINISHED);
    const boxes = marksOf(scene, 'bar').filter(({ title }) => title?.startsWith('scheduler'));
    expect(boxes.map(({ title }) => title?.replace(/[\d.]+/g, '#'))).toEqual(
      ['one_cycle', 'cosine(final_lr=#)', 'constant', 'none'].map((value) => {
        return `scheduler ${value}: median #, quartiles # and #, # trials`;
      }),
    );
    const values = documentsOf(FINISHED)
      .trials.trials.filter(({ params }) => params.scheduler === 'constant')
      .map(({ value }) => value!)
      .sort((a, b) => a - b);
    const median = (values[4]! + values[5]!) / 2;
    expect(boxes[2]!.title).toContain(`median ${Number(median.toPrecision(4))}`);
  });

  test('show others than finished trials hollow, where they are asked for', () => {
    const dots = marksOf(draw({ trials: 18 }, { states: ['finished', 'stopped'] }), 'dot');
    const hollow = new Set(dots.filter((dot) => dot.hollow).map(({ trial }) => trial));
    expect([...hollow]).toEqual([102, 111]);
    expect(marksOf(draw({ trials: 18 }), 'dot').some((dot) => dot.hollow)).toBe(false);
  });

  test('thin very many dots, and say so', () => {
    const scene = draw({ trials: 5000, states: ['finished'] });
    expect(marksOf(scene, 'dot').length).toBeLessThanOrEqual(6000);
    expect(scene.summary).toContain('Dots are those of 1,500 trials');
  });

  test('say what finds no room', () => {
    const scene = draw(FINISHED, {}, { width: 320, height: 240 });
    expect(scene.areas).toHaveLength(2);
    expect(scene.summary).toContain('no room for 2 more parameters');
  });
});
