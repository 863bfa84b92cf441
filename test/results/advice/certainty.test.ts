import { describe, expect, test } from 'vitest';
import type { Judgment } from '../../../src/results/statistics/board.js';
import { fakeReport } from '../../fakes/specs.js';
import { adviceOf, listed } from './evidence.js';

const DECAYS = Array.from({ length: 12 }, (_, i) => i / 100);
const SPACE = listed({ weight_decay: DECAYS });
const DATA = { source: 'cifar10', train: 1000, val: 400, decodeSize: 32 };

/** Twelve trials of these accuracies. */
const twelve = (accuracy: (place: number) => number) =>
  DECAYS.map((weight_decay, i) => ({ params: { weight_decay }, accuracy: accuracy(i) }));

describe('close_race', () => {
  const trials = twelve((i) => 0.7 - i / 100);
  const judgment: Judgment = {
    by: 'images',
    ...{ images: 400, compared: 12, tied: 7, bias: 0.01 },
    repeats: { top: 7, n: 3, seconds: 90 },
  };

  test('fires where the leaderboard cannot tell the first from others, with its price', () => {
    const found = adviceOf('close_race', SPACE, trials, { data: DATA }, { judgment });
    expect(found?.title).toBe('Run the best 7 again before you trust the first');
    expect(found?.sentence).toBe(
      'The best point cannot be told from 6 others by 400 validation images: 3 runs of each of the best 7 say more than new points, and take about 1m30s.',
    );
    expect(found?.changes).toEqual([{ path: ['repeats'], value: { top: 7, n: 3 } }]);
  });

  test('is silent where the first is clearly ahead, or runs are repeated already', () => {
    const clear = { ...judgment, tied: 1, repeats: null };
    expect(adviceOf('close_race', SPACE, trials, {}, { judgment: clear })).toBeNull();
    const repeats = { n: 3, top: null };
    expect(adviceOf('close_race', SPACE, trials, { repeats }, { judgment })).toBeNull();
  });
});

describe('small_validation', () => {
  test('fires where the margin is wider than what lies between good points', () => {
    const found = adviceOf(
      'small_validation',
      SPACE,
      twelve((i) => 0.7 - i / 1000),
      { data: DATA },
    );
    expect(found?.title).toBe('Validate on more images than 400');
    expect(found?.sentence).toContain('known to +- 4.5 points');
    expect(found?.changes).toEqual([{ path: ['data', 'val'], value: 1600 }]);
  });

  test('is silent where points lie further apart, or there are images enough', () => {
    expect(
      adviceOf(
        'small_validation',
        SPACE,
        twelve((i) => 0.7 - i / 30),
        { data: DATA },
      ),
    ).toBeNull();
    const data = { ...DATA, val: 10_000 };
    expect(
      adviceOf(
        'small_validation',
        SPACE,
        twelve((i) => 0.7 - i / 1000),
        { data },
      ),
    ).toBeNull();
  });
});

describe('few_points', () => {
  const method = { type: 'random' };
  test('fires where few points differ in much', () => {
    const six = twelve(() => 0.5).slice(0, 6);
    const found = adviceOf('few_points', SPACE, six, { method, runCap: 6 });
    expect(found?.title).toBe('Try more points: 20 instead of 6');
    expect(found?.changes).toEqual([{ path: ['run_cap'], value: 20 }]);
  });

  test('is silent where there are enough, or more wait', () => {
    expect(
      adviceOf(
        'few_points',
        SPACE,
        twelve(() => 0.5),
        { method, runCap: 12 },
      ),
    ).toBeNull();
    const waiting = { params: { weight_decay: 1 }, state: 'queued' as const };
    const some = [...twelve(() => 0.5).slice(0, 6), waiting];
    expect(adviceOf('few_points', SPACE, some, { method, runCap: 7 })).toBeNull();
  });
});

describe('imbalance', () => {
  const six = twelve(() => 0.5).slice(0, 6);
  test('fires where one class has ten times the images of another', () => {
    const found = adviceOf(
      'imbalance',
      SPACE,
      six,
      {},
      {
        classes: new Map([
          ['cat', 2000],
          ['lynx', 40],
        ]),
      },
    );
    expect(found?.title).toBe('Collect more images of lynx');
    expect(found?.sentence).toContain('50 times as many');
  });

  test('fires where the mean over classes lies far below the mean over images', () => {
    const report = fakeReport(0, 0.8);
    const uneven = { ...report, metrics: { ...report.metrics, val_balanced_accuracy: 0.6 } };
    const trials = six.map((trial) => ({ ...trial, reports: [uneven] }));
    const found = adviceOf('imbalance', SPACE, trials);
    expect(found?.sentence).toContain('lies 20.0 points below');
    expect(found?.changes[0]?.path).toEqual(['metric']);
  });

  test('is silent where classes are alike, or not known', () => {
    expect(
      adviceOf(
        'imbalance',
        SPACE,
        six,
        {},
        {
          classes: new Map([
            ['cat', 200],
            ['lynx', 150],
          ]),
        },
      ),
    ).toBeNull();
    expect(adviceOf('imbalance', SPACE, six)).toBeNull();
  });
});

describe('hard_images', () => {
  const MANY = Array.from({ length: 100 }, (_, i) => i / 1000);
  /** A hundred trials, each with 50 images wrong from `start(i)` on. */
  const hundred = (start: (place: number) => number) =>
    MANY.map((weight_decay, i) => {
      const rights = new Uint8Array(50).fill(255);
      for (let k = 0; k < 50; k += 1) {
        const image = (start(i) + k) % 400;
        rights[image >> 3]! &= ~(1 << (image % 8));
      }
      return { params: { weight_decay }, reports: [fakeReport(0, 0.875, { rights })] };
    });
  const space = listed({ weight_decay: MANY });

  test('fires where all good points have the same images wrong', () => {
    const found = adviceOf(
      'hard_images',
      space,
      hundred((i) => i % 3),
      { data: DATA },
    );
    expect(found?.sentence).toContain(
      '48 of 400 validation images are wrong in all of the 10 best',
    );
    expect(found?.changes).toEqual([]);
  });

  test('is silent where each has others wrong', () => {
    expect(
      adviceOf(
        'hard_images',
        space,
        hundred((i) => i * 37),
        { data: DATA },
      ),
    ).toBeNull();
  });
});
