import { describe, expect, test } from 'vitest';
import { states } from '../../../src/charts/kinds/work/states.js';
import { timeline } from '../../../src/charts/kinds/work/timeline.js';
import type { SharedAttempt } from '../../../src/results/documents/live/sharing.js';
import { documentsOf } from '../documents.js';
import { marksOf, textsOf } from '../marks-of.js';

const DOCUMENTS = documentsOf({ trials: 9 });

function attempt(
  trial: number,
  from: number,
  to: number | null,
  state: SharedAttempt['state'] = 'finished',
) {
  return { trial, cohort: 1, state, from, to };
}

function draw(attempts: readonly SharedAttempt[], options = {}) {
  const sharing = { ...DOCUMENTS.sharing, attempts };
  const scene = timeline.draw({ ...DOCUMENTS, sharing }, options, timeline.frame);
  return { scene, bars: marksOf(scene, 'bar').filter(({ trial }) => trial !== undefined) };
}

describe('the timeline', () => {
  test('has a bar for each attempt, as long as it ran, with pauses left out', () => {
    const { scene, bars } = draw([
      attempt(101, 0, 60),
      attempt(102, 30, 60),
      attempt(103, 9060, 9120),
    ]);
    expect(bars.map(({ trial }) => trial)).toEqual([101, 102, 103]);
    expect(bars[0]!.width / bars[1]!.width).toBeCloseTo(2);
    expect(bars[2]!.left).toBeCloseTo(bars[0]!.left + bars[0]!.width);
    expect(scene.summary).toContain('Pauses of 2.5 h are left out');
  });

  test('shows what did not finish hollow, and says who ran more than once', () => {
    const { scene, bars } = draw([
      attempt(101, 0, 10, 'interrupted'),
      attempt(101, 10, 30),
      attempt(102, 10, 20, 'stopped'),
      attempt(103, 20, 25, 'crashed'),
    ]);
    expect(bars.map(({ hollow }) => hollow ?? false)).toEqual([true, false, true, true]);
    expect(scene.summary).toContain('1 trial ran more than once');
  });

  test('lets one that runs still come to the latest that is known', () => {
    const { bars } = draw([attempt(101, 0, 100), attempt(108, 50, null, 'running')]);
    expect(bars[1]!.left + bars[1]!.width).toBeCloseTo(bars[0]!.left + bars[0]!.width);
  });

  test('keeps to the states that are asked for', () => {
    const all = DOCUMENTS.trials.trials.map(({ trial, number }) =>
      attempt(trial, number, number + 1),
    );
    expect(draw(all, { states: ['stopped'] }).bars.map(({ trial }) => trial)).toEqual([102]);
  });
});

describe('states', () => {
  test('are one bar, each as wide as its trials are many', () => {
    const scene = states.draw(DOCUMENTS, {}, states.frame);
    const bars = marksOf(scene, 'bar').filter(({ title }) => title?.includes(': '));
    const widths = new Map(bars.map(({ title, width }) => [title, width]));
    expect(widths.get('finished: 4 trials')! / widths.get('failed: 1 trial')!).toBeCloseTo(4, 1);
    expect(scene.summary).toBe(
      '9 trials: 1 queued, 1 running, 4 finished, 1 stopped, 1 diverged and 1 failed.',
    );
    expect(textsOf(scene)).toContain('finished 4');
  });
});
