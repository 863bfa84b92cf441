import { describe, expect, test } from 'vitest';
import type { SearchSpace } from '../../../src/core/space.js';
import { adviceOf, curve, gridOf, listed } from './evidence.js';

const RATES = [0.001, 0.003, 0.01, 0.03, 0.1];
const SEEDS = [0, 1, 2, 3, 4, 5];
const SPACE = listed({ learning_rate: RATES, weight_decay: SEEDS });

describe('rate_edge', () => {
  const byRate = (value: (place: number) => number) =>
    gridOf({ learning_rate: RATES, weight_decay: SEEDS }, ({ learning_rate, weight_decay }) => ({
      accuracy: value(RATES.indexOf(learning_rate)) + weight_decay / 10_000,
    }));

  test('fires where the best trials have the lowest rate that was tried', () => {
    const found = adviceOf(
      'rate_edge',
      SPACE,
      byRate((place) => 0.6 - place * 0.05),
    );
    expect(found?.title).toBe('Try lower values of learning_rate than 0.001');
    expect(found?.sentence).toContain('All 5 best points lie at the lower end');
    expect(found?.changes).toEqual([
      {
        path: ['parameters', 'learning_rate'],
        value: { values: [0.00011, 0.00033, 0.001, 0.003] },
      },
    ]);
    expect(found?.gain).toBeCloseTo(0.025, 6);
  });

  test('fires at the upper end, of a range too, and keeps to its scale', () => {
    const space: SearchSpace = {
      learning_rate: { kind: 'uniform', low: 0.0001, high: 0.01, scale: 'log', count: 9 },
    };
    const trials = Array.from({ length: 30 }, (_, i) => ({
      params: { learning_rate: 0.0001 * 100 ** (i / 29) },
      accuracy: 0.4 + i / 100,
    }));
    const found = adviceOf('rate_edge', space, trials);
    expect(found?.title).toBe('Try higher values of learning_rate than 0.01');
    expect(found?.changes[0]?.value).toEqual({
      ...{ distribution: 'log_uniform_values', min: 0.001, max: 0.1, count: 9 },
    });
  });

  test('is silent where the best rate lies within', () => {
    expect(
      adviceOf(
        'rate_edge',
        SPACE,
        byRate((place) => 0.6 - 0.05 * (place - 2) ** 2),
      ),
    ).toBeNull();
  });

  test('is silent where there is nothing beyond', () => {
    const values = { dropout: [0.3, 0.5, 0.7], weight_decay: SEEDS };
    const trials = gridOf(values, ({ dropout }) => ({ accuracy: dropout }));
    expect(adviceOf('range_edge', listed(values), trials)).toBeNull();
  });
});

describe('range_edge', () => {
  const values = { batch_size: [32, 64, 128], weight_decay: SEEDS.map((i) => 1 + i / 10) };

  test('fires for other numbers, in whole ones where they are', () => {
    const trials = gridOf(values, ({ batch_size }) => ({ accuracy: 0.7 - batch_size / 1000 }));
    const found = adviceOf('range_edge', listed(values), trials);
    expect(found?.title).toBe('Try lower values of batch_size than 32');
    expect(found?.changes[0]?.value).toEqual({ values: [8, 16, 32, 64] });
  });

  test('is silent where the middle is best', () => {
    const trials = gridOf(values, ({ batch_size }) => ({
      accuracy: batch_size === 64 ? 0.7 : 0.5,
    }));
    expect(adviceOf('range_edge', listed(values), trials)).toBeNull();
  });
});

describe('diverging_rates', () => {
  const trials = (lost: number) =>
    gridOf({ learning_rate: RATES, weight_decay: SEEDS }, ({ learning_rate }) =>
      learning_rate >= lost ? { state: 'diverged' } : { accuracy: 0.5 },
    );

  test('fires where high rates diverge, and leaves them out', () => {
    const found = adviceOf('diverging_rates', SPACE, trials(0.03));
    expect(found?.title).toBe('Leave out learning rates above 0.01');
    expect(found?.sentence).toContain('12 trials of 30 diverged, 12 of them');
    expect(found?.changes[0]?.value).toEqual({ values: [0.001, 0.003, 0.01] });
  });

  test('is silent where none do, or high and low alike', () => {
    expect(adviceOf('diverging_rates', SPACE, trials(1))).toBeNull();
    const any = gridOf({ learning_rate: RATES, weight_decay: SEEDS }, ({ weight_decay }) =>
      weight_decay === 0 ? { state: 'diverged' } : { accuracy: 0.5 },
    );
    expect(adviceOf('diverging_rates', SPACE, any)).toBeNull();
  });
});

describe('unfreezing', () => {
  const values = { unfrozen_layers: [0, 1, 2], learning_rate: RATES, weight_decay: SEEDS };
  const trials = (value: (unfrozen: number, rate: number) => number) =>
    gridOf(values, ({ unfrozen_layers, learning_rate, weight_decay }) => ({
      accuracy:
        value(unfrozen_layers, RATES.indexOf(learning_rate)) + ((weight_decay * 7) % 5) / 1000,
      recipe: { firstTrained: 17 - 3 * unfrozen_layers },
    }));

  test('fires where the deepest wins, and goes deeper', () => {
    const found = adviceOf(
      'unfreezing',
      listed(values),
      trials((unfrozen) => 0.5 + unfrozen / 50),
    );
    expect(found?.title).toBe('Unfreeze more layers than unfrozen_layers 2');
    expect(found?.sentence).toContain('beats 1 by 2.0 +- 0.0 points');
    expect(found?.changes[0]?.value).toEqual({ values: [2, 3] });
  });

  test('fires where deeper gives less', () => {
    const found = adviceOf(
      'unfreezing',
      listed(values),
      trials((unfrozen) => 0.5 - unfrozen / 50),
    );
    expect(found?.title).toBe('Unfreeze no more layers than unfrozen_layers 0');
    expect(found?.changes[0]?.value).toEqual({ values: [0] });
  });

  test('goes by the best rate of each: deep layers want low ones, and fail at high ones', () => {
    const fails = trials((unfrozen, rate) =>
      unfrozen === 2 ? 0.6 - 0.15 * rate : 0.55 - 0.01 * (4 - rate) - 0.05 * (1 - unfrozen),
    );
    expect(adviceOf('unfreezing', listed(values), fails)?.title).toBe(
      'Unfreeze more layers than unfrozen_layers 2',
    );
  });

  test('is silent where they cannot be told apart', () => {
    const noisy = gridOf(values, (_, place) => ({
      accuracy: 0.5 + ((place * 7919) % 97) / 1000,
      recipe: { firstTrained: 17 },
    }));
    expect(adviceOf('unfreezing', listed(values), noisy)).toBeNull();
  });
});

describe('costly_augmentation', () => {
  const values = { augmentation: ['none', 'mixup'], weight_decay: SEEDS };
  const trials = (gain: number) =>
    gridOf(values, ({ augmentation, weight_decay }) => {
      const mixes = augmentation === 'mixup';
      const accuracy = 0.5 + (mixes ? gain : 0) + ((weight_decay * 3) % 4) / 1000;
      return {
        reports: curve([accuracy]).map((report) => ({ ...report, soloSeconds: mixes ? 9 : 4 })),
      };
    });

  test('fires where one takes longer and comes to less', () => {
    const found = adviceOf('costly_augmentation', listed(values), trials(-0.03));
    expect(found?.title).toBe('Leave out augmentation mixup');
    expect(found?.sentence).toContain(
      'takes 5.0 s more a trial than none and comes to 3.0 +- 0.0 points less',
    );
    expect(found?.changes[0]?.value).toEqual({ values: ['none'] });
  });

  test('is silent where it pays', () => {
    expect(adviceOf('costly_augmentation', listed(values), trials(0.03))).toBeNull();
  });
});

describe('settled_values', () => {
  const values = { scheduler: ['cosine', 'step', 'constant'], weight_decay: SEEDS };
  const trials = (gains: Readonly<Record<string, number>>) =>
    gridOf(values, ({ scheduler, weight_decay }, place) => ({
      accuracy: 0.5 + gains[scheduler]! + weight_decay / 100 + ((place * 5) % 3) / 1000,
    }));

  test('fires where a value loses clearly, and keeps the others', () => {
    const space = listed(values);
    const found = adviceOf(
      'settled_values',
      space,
      trials({ cosine: 0.05, step: 0.05, constant: 0 }),
    );
    expect(found?.title).toBe('Spend no more trials on scheduler constant');
    expect(found?.sentence).toContain('What is left takes 67 % of the trials.');
    expect(found?.changes).toEqual([
      { path: ['parameters', 'scheduler'], value: { values: ['cosine', 'step'] } },
    ]);
  });

  test('is silent where none does', () => {
    const noisy = gridOf(values, (_, place) => ({ accuracy: 0.5 + ((place * 7919) % 97) / 1000 }));
    expect(adviceOf('settled_values', listed(values), noisy)).toBeNull();
  });
});

describe('small_images', () => {
  const six = (imageSize: number) =>
    SEEDS.map((weight_decay) => ({
      params: { weight_decay },
      accuracy: 0.5,
      recipe: { imageSize },
    }));
  const model = { architecture: 'resnet50', weights: 'imagenet' };

  test('fires where images are far below what the weights were trained on', () => {
    const found = adviceOf('small_images', listed({ weight_decay: SEEDS }), six(32), { model });
    expect(found?.title).toBe('Try images of 64 px');
    expect(found?.changes[0]?.value).toEqual({ values: [32, 64] });
  });

  test('is silent at full size, and of weights that saw no images', () => {
    const space = listed({ weight_decay: SEEDS });
    expect(adviceOf('small_images', space, six(224), { model })).toBeNull();
    expect(adviceOf('small_images', space, six(32))).toBeNull();
  });

  test('is silent where the sweep has tried larger ones, and they gave nothing', () => {
    const values = { image_size: [32, 64], weight_decay: SEEDS };
    const trials = gridOf(values, ({ image_size }, place) => ({
      accuracy: 0.5 + ((place * 7) % 5) / 1000,
      recipe: { imageSize: image_size },
    }));
    expect(adviceOf('small_images', listed(values), trials, { model })).toBeNull();
  });
});

describe('normalization', () => {
  const own = { mean: [0, 0, 0], std: [1, 1, 1] } as const;
  const six = (normalization: 'weights' | typeof own) =>
    SEEDS.map((weight_decay) => ({
      params: { weight_decay },
      accuracy: 0.5,
      recipe: { normalization },
    }));
  const model = { architecture: 'resnet50', weights: 'imagenet' };

  test('fires where all normalize otherwise than the weights expect', () => {
    const space = listed({ weight_decay: SEEDS });
    expect(adviceOf('normalization', space, six(own), { model })?.title).toBe(
      'Normalize images as the weights expect',
    );
    expect(adviceOf('normalization', space, six('weights'), { model })).toBeNull();
    expect(adviceOf('normalization', space, six(own))).toBeNull();
  });
});
