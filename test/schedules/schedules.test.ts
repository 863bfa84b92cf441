import { describe, expect, test } from 'vitest';
import type { Choice } from '../../src/core/json.js';
import { createSchedule } from '../../src/schedules/create-schedule.js';
import { schedules } from '../../src/schedules/kinds/index.js';
import { learningRates } from '../../src/schedules/schedule-curve.js';
import { scheduleSchema } from '../../src/schedules/schedule-options.js';

const span = { baseLr: 1, epochs: 12, stepsPerEpoch: 10 };
const curve = (choice: Choice) => learningRates(choice, span);

describe('defaults follow the length of the training', () => {
  test('step drops twice', () => {
    expect(curve({ type: 'step' })).toEqual([1, 1, 1, 1, 0.1, 0.1, 0.1, 0.1, ...tenths(4)]);
  });

  test('multistep drops at half and three quarters', () => {
    const rates = curve({ type: 'multistep' });
    expect([rates[5], rates[6], rates[8], rates[9]]).toEqual([1, 0.1, 0.1, 0.1 ** 2]);
  });

  test('cosine and polynomial would reach their floor right after the last epoch', () => {
    expect(curve({ type: 'cosine' }).at(-1)).toBeCloseTo((1 + Math.cos((Math.PI * 11) / 12)) / 2);
    expect(curve({ type: 'polynomial' }).at(-1)).toBeCloseTo(1 / 12);
  });

  test('cosine_warm_restarts runs three equal cycles', () => {
    const rates = curve({ type: 'cosine_warm_restarts' });
    expect([rates[0], rates[4], rates[8]]).toEqual([1, 1, 1]);
    expect(rates[3]).toBeLessThan(0.2);
  });
});

describe('interval: step', () => {
  test('counts the options in steps', () => {
    const rates = createSchedule({ type: 'step', interval: 'step', step_size: 15 }, span);
    expect([rates(1, 4, []).lr, rates(1, 5, []).lr]).toEqual([1, 0.1]);
  });

  test('takes a warm-up of part of an epoch', () => {
    const rates = createSchedule({ type: 'constant', interval: 'step', warmup_epochs: 0.5 }, span);
    expect(rates(0, 4, []).lr).toBeCloseTo(0.1 + 0.9 * (4 / 5));
    expect(rates(0, 5, []).lr).toBe(1);
  });

  test('is what one_cycle does by default: the peak lies within the epochs', () => {
    const rates = createSchedule({ type: 'one_cycle' }, span);
    expect(rates(3, 5, [])).toEqual({ lr: 1, momentum: 0.85 });
    expect(rates(11, 9, [])).toEqual({ lr: expect.closeTo(1 / 25 / 1e4, 12), momentum: 0.95 });
  });
});

describe('plateau', () => {
  test('refuses steps and says why', () => {
    const { error } = scheduleSchema(schedules.plateau!).safeParse({ interval: 'step' });
    expect(error?.message).toContain('once an epoch');
  });

  test('counts only the losses after the warm-up', () => {
    const rates = createSchedule({ type: 'plateau', patience: 2, warmup_epochs: 3 }, span);
    const losses = Array.from({ length: 12 }, () => 1);
    expect(rates(6, 0, losses.slice(0, 6)).lr).toBe(1);
    expect(rates(7, 0, losses.slice(0, 7)).lr).toBeCloseTo(0.1);
  });

  test('is planned without cuts', () => {
    expect(curve({ type: 'plateau' })).toEqual(Array.from({ length: 12 }, () => 1));
  });
});

test('a warm-up of half an epoch needs interval: step, and the error says so', () => {
  const { error } = scheduleSchema(schedules.cosine!).safeParse({ warmup_epochs: 0.5 });
  expect(error?.message).toContain('interval: step');
});

test('one_cycle survives spans so short that a phase has no length', () => {
  for (const epochs of [1, 2, 3, 10]) {
    for (const pct_start of [0, 0.1, 0.5, 1]) {
      for (const three_phase of [false, true]) {
        const choice = { type: 'one_cycle', pct_start, three_phase };
        const rates = learningRates(choice, { baseLr: 1, epochs, stepsPerEpoch: 1 });
        expect(rates.every((lr) => lr > 0 && lr <= 1)).toBe(true);
      }
    }
  }
});

function tenths(count: number): readonly number[] {
  return Array.from({ length: count }, () => 0.1 ** 2);
}
