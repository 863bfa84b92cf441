import { describe, expect, test } from 'vitest';
import { sharing } from '../../../src/charts/kinds/work/sharing.js';
import type { SharedCohort } from '../../../src/results/documents/live/sharing.js';
import { documentsOf } from '../documents.js';
import { marksOf, textsOf } from '../marks-of.js';

const DOCUMENTS = documentsOf({ trials: 16, states: ['finished'] });

function cohort(change: Partial<SharedCohort> = {}): SharedCohort {
  return {
    ...{ cohort: 1, trials: [101, 102, 103], trunk: { augmentation: 'none' }, from: 0, to: 100 },
    ...{ seconds: 100, solo_seconds: 300 },
    branches: [
      branch({ branch: 0, trials: [101, 102, 103], from_epoch: 0, to_epoch: 3, seconds: 40 }),
      branch({ branch: 1, parent: 0, trials: [101], from_epoch: 4, to_epoch: 5, seconds: 30 }),
      branch({ branch: 2, parent: 0, trials: [102, 103], from_epoch: 4, to_epoch: 5, seconds: 30 }),
    ],
    ...change,
  };
}

function branch(change: Partial<SharedCohort['branches'][0]>): SharedCohort['branches'][0] {
  return {
    ...{ branch: 0, parent: null, cut: 'layer4.0', trials: [101], from_epoch: 0, to_epoch: 0 },
    ...{ seconds: 1, ...change },
  };
}

function draw(cohorts: readonly SharedCohort[], options = {}, frame = sharing.frame) {
  const sum = (of: (each: SharedCohort) => number) => cohorts.reduce((a, each) => a + of(each), 0);
  const took = {
    seconds: sum((each) => each.seconds),
    solo_seconds: sum((each) => each.solo_seconds),
  };
  const document = { sweep: 3, cohorts, attempts: [], ...took };
  return sharing.draw({ ...DOCUMENTS, sharing: document }, options, frame);
}

/** Lines of branches. */
function branches(scene: ReturnType<typeof draw>) {
  return marksOf(scene, 'line').filter(({ title }) => title?.includes('epoch'));
}

describe('the picture of what was computed once', () => {
  test('says what it took, and what it would have taken alone', () => {
    const scene = draw([cohort()]);
    expect(scene.title).toBe(
      'flowers: computed once for 3 trials, 1.7 min instead of 5 min (3 times)',
    );
    expect(textsOf(scene)).toEqual(expect.arrayContaining(['taken: 1.7 min', 'each alone: 5 min']));
    const [taken, alone] = marksOf(scene, 'bar').filter(({ color }) => color !== 'ink');
    expect(taken!.width / alone!.width).toBeCloseTo(1 / 3);
  });

  test('claims nothing where nothing was saved', () => {
    expect(draw([cohort({ solo_seconds: 100 })]).title).toMatch(/3 trials, 1.7 min$/);
  });

  test('forks a branch off the one it was, at its epoch and by what that took', () => {
    const scene = draw([cohort()]);
    const { left, width } = scene.areas[0]!;
    const [first, one, other] = branches(scene);
    // Four epochs took 40 of 100 seconds, and two the other 60.
    expect(one!.places[0]![0]).toBeCloseTo(left + 0.4 * (width - 1.5), 6);
    expect(one!.places[0]![1]).toBe(first!.places[1]![1]);
    expect(other!.places[0]![1]).toBe(first!.places[1]![1]);
    expect(other!.places[1]![1]).toBeGreaterThan(one!.places[1]![1]);
    expect(first!.width).toBeGreaterThan(one!.width!);
    expect(one).toMatchObject({
      trial: 101,
      title: expect.stringContaining('epochs 4 to 5 of trial 101'),
    });
  });

  test('has lanes as many as ran at once, and leaves long pauses out', () => {
    const scene = draw([
      cohort(),
      cohort({ cohort: 2, from: 50, to: 120 }),
      cohort({ cohort: 3, from: 10_120, to: 10_200 }),
    ]);
    const trunks = marksOf(scene, 'bar').filter(({ title }) => title?.startsWith('cohort'));
    expect(new Set(trunks.map(({ top }) => top)).size).toBe(2);
    expect(scene.areas[0]!.x).toMatchObject({ low: 0, high: 200 / 60 });
    expect(scene.summary).toContain('Pauses of 2.8 h are left out');
  });

  test('draws bands where there are more branches than rows, as thick as there are', () => {
    const many = Array.from({ length: 400 }, (_, k) => {
      return branch({
        branch: k,
        trials: [k],
        to_epoch: k < 100 ? 5 : 2,
        cut: k % 2 ? 'fc' : 'layer4.0',
      });
    });
    const scene = draw([cohort({ branches: many })]);
    expect(branches(scene)).toHaveLength(0);
    expect(scene.summary).toContain('Branches of 1 cohort are drawn as bands');
    const bands = marksOf(scene, 'bar').filter(({ title }) => title?.startsWith('epoch'));
    expect(bands).toHaveLength(2 * 6);
    expect(bands[11]!.height / bands[0]!.height).toBeCloseTo(1 / 4);
  });

  test('shows a cohort that has trained nothing as a hollow trunk', () => {
    const scene = draw([cohort(), cohort({ cohort: 2, from: 100, to: 140, branches: [] })]);
    const trunks = marksOf(scene, 'bar').filter(({ title }) => title?.startsWith('cohort'));
    expect(trunks.map(({ hollow }) => hollow)).toEqual([undefined, true]);
  });

  test('keeps to the states that are asked for', () => {
    const trials = DOCUMENTS.trials.trials.map((trial) => {
      return trial.trial === 102 ? { ...trial, state: 'stopped' as const } : trial;
    });
    const documents = { ...DOCUMENTS, trials: { ...DOCUMENTS.trials, trials } };
    const own = { sweep: 3, cohorts: [cohort()], attempts: [], seconds: 100, solo_seconds: 300 };
    const scene = sharing.draw(
      { ...documents, sharing: own },
      { states: ['stopped'] },
      sharing.frame,
    );
    expect(scene.title).toContain('computed once for 1 trial,');
    expect(branches(scene)).toHaveLength(2);
    expect(scene.summary).toContain('Times are those of all trials');
  });

  test.each([320, 480, 960, 1200])('labels lie beside each other at %i pixels', (width) => {
    const scene = draw(
      [cohort(), cohort({ cohort: 2, from: 100, to: 110, trunk: { augmentation: 'mixup' } })],
      {},
      { width, height: 420 },
    );
    const labels = marksOf(scene, 'text').filter(({ text }) => /trials: /.test(text));
    const ends = labels.map(({ place, text }) => [place[0], place[0] + 6 * text.length]);
    expect(ends.every(([, end], k) => end! <= (ends[k + 1]?.[0] ?? width))).toBe(true);
  });
});
