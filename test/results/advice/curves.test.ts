import { describe, expect, test } from 'vitest';
import { fakeReport } from '../../fakes/specs.js';
import { adviceOf, curve, gridOf, listed } from './evidence.js';

const RATES = { learning_rate: [0.001, 0.002, 0.003, 0.004, 0.005, 0.006] };
const SPACE = listed(RATES);
/** Six trials whose curves are these, a little apart. */
const six = (val: readonly number[], train = val) =>
  gridOf(RATES, (_, i) => ({
    reports: curve(
      val.map((each) => each + i / 1000),
      train,
    ),
  }));

describe('more_epochs', () => {
  test('fires where the last epoch is the best and curves still rise', () => {
    const found = adviceOf('more_epochs', SPACE, six([0.3, 0.4, 0.45, 0.5]));
    expect(found?.title).toBe('Train for more epochs: 8 instead of 4');
    expect(found?.sentence).toContain('still gained 5.0 +- 0.0 points an epoch');
    expect(found?.gain).toBeCloseTo(0.1, 9);
    expect(found?.changes).toEqual([{ path: ['epochs'], value: 8 }]);
  });

  test('changes the parameter where a sweep has one', () => {
    const space = { ...SPACE, epochs: { kind: 'constant', value: 4 } } as const;
    const found = adviceOf('more_epochs', space, six([0.3, 0.4, 0.45, 0.5]));
    expect(found?.changes).toEqual([{ path: ['parameters', 'epochs'], value: { value: 8 } }]);
  });

  test('is silent where curves have come to rest, or there are few', () => {
    expect(adviceOf('more_epochs', SPACE, six([0.3, 0.5, 0.49, 0.48]))).toBeNull();
    expect(adviceOf('more_epochs', SPACE, six([0.3, 0.4, 0.45, 0.5]).slice(0, 4))).toBeNull();
  });
});

describe('fewer_epochs', () => {
  test('fires where the best epoch comes early, and it only gets worse', () => {
    const found = adviceOf('fewer_epochs', SPACE, six([0.3, 0.5, 0.48, 0.47, 0.46, 0.45]));
    expect(found?.title).toBe('Train for fewer epochs: 3 instead of 6');
    expect(found?.sentence).toContain('ended 5.0 points below that');
    expect(found?.changes).toEqual([{ path: ['epochs'], value: 3 }]);
  });

  test('is silent where the best epoch comes late', () => {
    expect(adviceOf('fewer_epochs', SPACE, six([0.3, 0.4, 0.42, 0.43, 0.5, 0.45]))).toBeNull();
  });
});

describe('overfitting', () => {
  const heart = [0.9, 0.97, 0.99];
  test('fires where training images are known by heart and others are not', () => {
    const found = adviceOf('overfitting', SPACE, six([0.6, 0.65, 0.7], heart));
    expect(found?.sentence).toContain('have 99 % of their training images right, and 70 %');
    expect(found?.changes.map(({ path }) => path[1])).toEqual(['label_smoothing', 'dropout']);
  });

  test('does not change what the sweep tries already', () => {
    const values = { ...RATES, dropout: [0, 0.3] };
    const trials = gridOf(values, () => ({ reports: curve([0.7], [0.99]) }));
    const found = adviceOf('overfitting', listed(values), trials);
    expect(found?.changes.map(({ path }) => path[1])).toEqual(['label_smoothing']);
  });

  test('is silent where both are known alike, or images are mixed', () => {
    expect(adviceOf('overfitting', SPACE, six([0.9, 0.93, 0.95], heart))).toBeNull();
    const mixed = six([0.6, 0.65, 0.7], heart).map((trial) => ({
      ...trial,
      recipe: { augmentation: { name: 'mixup', transforms: [{ type: 'mixup', alpha: 0.2 }] } },
    }));
    expect(adviceOf('overfitting', SPACE, mixed)).toBeNull();
  });
});

describe('underfitting', () => {
  test('fires where even the training images are not learned', () => {
    const found = adviceOf('underfitting', SPACE, six([0.5, 0.55, 0.6]));
    expect(found?.title).toBe('Unfreeze more layers: the best trials underfit');
    expect(found?.changes).toEqual([
      { path: ['parameters', 'unfrozen_layers'], value: { values: [0, 1, 2] } },
    ]);
  });

  test('advises no unfreezing where the sweep varies it', () => {
    const values = { ...RATES, unfrozen_layers: [0, 1] };
    const trials = gridOf(values, () => ({ reports: curve([0.6]) }));
    const found = adviceOf('underfitting', listed(values), trials);
    expect(found?.title).toBe('Learn for longer: the best trials underfit');
    expect(found?.changes).toEqual([]);
  });

  test('is silent where training images are learned, or dropout keeps them from it', () => {
    expect(adviceOf('underfitting', SPACE, six([0.6, 0.7], [0.8, 0.95]))).toBeNull();
    const dropped = six([0.5, 0.6]).map((trial) => ({ ...trial, recipe: { dropout: 0.5 } }));
    expect(adviceOf('underfitting', SPACE, dropped)).toBeNull();
  });
});

describe('idle_schedule', () => {
  const PLATEAU = { type: 'plateau', patience: 5, factor: 0.2 };
  const STEP = { type: 'step', step_size: 30 };
  const space = {
    ...SPACE,
    scheduler: { kind: 'categorical', values: ['cosine', PLATEAU, STEP] },
  } as const;
  const trials = (rate: (epoch: number) => number) =>
    RATES.learning_rate.flatMap((learning_rate) =>
      ['cosine', PLATEAU, STEP].map((scheduler) => ({
        params: { learning_rate, scheduler },
        reports: [0, 1, 2, 3, 4, 5].map((epoch) =>
          fakeReport(epoch, 0.5, {
            learningRate: scheduler === 'cosine' ? 1 / (1 + epoch) : rate(epoch),
          }),
        ),
      })),
    );

  test('fires where a schedule never changed the rate, and says what would', () => {
    const found = adviceOf(
      'idle_schedule',
      space,
      trials(() => 0.1),
    );
    expect(found?.title).toBe(
      'Let plateau(patience=5, factor=0.2) and step(step_size=30) act, or leave them out',
    );
    expect(found?.sentence).toContain('In none of the 12 points');
    expect(found?.changes[0]?.value).toEqual({
      values: ['cosine', { ...PLATEAU, patience: 0 }, { ...STEP, step_size: 2 }],
    });
  });

  test('is silent where it did', () => {
    expect(
      adviceOf(
        'idle_schedule',
        space,
        trials((epoch) => (epoch > 3 ? 0.01 : 0.1)),
      ),
    ).toBeNull();
  });
});
