import { describe, expect, test } from 'vitest';
import type { Choice } from '../../src/core/json.js';
import { createSchedule } from '../../src/schedules/create-schedule.js';
import { schedules } from '../../src/schedules/kinds/index.js';
import { scheduleSchema } from '../../src/schedules/schedule-options.js';

const spans = [
  { baseLr: 0.1, epochs: 1, stepsPerEpoch: 1 },
  { baseLr: 0.1, epochs: 2, stepsPerEpoch: 1 },
  { baseLr: 1e-3, epochs: 3, stepsPerEpoch: 7 },
  { baseLr: 10, epochs: 90, stepsPerEpoch: 11 },
];

describe.each(Object.entries(schedules))('every schedule: %s', (name, def) => {
  const choices: readonly Choice[] = [
    { type: name },
    { type: name, warmup_epochs: 2 },
    ...(def.stepwise
      ? [
          { type: name, interval: 'step' },
          { type: name, interval: 'step', warmup_epochs: 0.5 },
          { type: name, interval: 'epoch' },
        ]
      : []),
  ];

  test('is listed under its own type', () => {
    expect(def.type).toBe(name);
  });

  test('has a default for every option', () => {
    expect(scheduleSchema(def).safeParse({}).error).toBeUndefined();
  });

  test('keeps its options when they are resolved twice', () => {
    const once = scheduleSchema(def).parse({});
    expect(scheduleSchema(def).parse(once)).toEqual(once);
  });

  test('names an option it does not know', () => {
    expect(scheduleSchema(def).safeParse({ gama: 0.1 }).error?.message).toContain('gama');
  });

  test.each(spans)('gives finite rates over $epochs epochs of $stepsPerEpoch steps', (span) => {
    const losses = Array.from({ length: span.epochs }, (_, epoch) => 2 + Math.sin(epoch));
    const wrong: unknown[] = [];
    for (const choice of choices) {
      const rates = createSchedule(choice, span);
      for (let epoch = 0; epoch < span.epochs; epoch += 1) {
        for (let step = 0; step < span.stepsPerEpoch; step += 1) {
          const { lr, momentum = 0 } = rates(epoch, step, losses.slice(0, epoch));
          const fine = Number.isFinite(lr) && lr >= 0 && momentum >= 0 && momentum < 1;
          if (!fine) wrong.push({ choice, epoch, step, lr, momentum });
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test('answers the same whatever was asked before', () => {
    const span = spans[3]!;
    const losses = Array.from({ length: 80 }, (_, epoch) => 2 + Math.sin(epoch));
    const used = createSchedule({ type: name }, span);
    for (let epoch = 89; epoch >= 0; epoch -= 1) used(epoch, 0, losses.slice(0, epoch));
    expect(used(70, 3, losses.slice(0, 70))).toEqual(
      createSchedule({ type: name }, span)(70, 3, losses.slice(0, 70)),
    );
  });

  test('changes only between epochs where the interval is an epoch', () => {
    const rates = createSchedule({ type: name, interval: 'epoch' }, spans[3]!);
    for (let epoch = 0; epoch < 90; epoch += 1) {
      expect(rates(epoch, 10, [])).toEqual(rates(epoch, 0, []));
    }
  });

  test('warms up from a tenth of where it starts, then runs its own course', () => {
    const span = { baseLr: 0.1, epochs: 20, stepsPerEpoch: 4 };
    const plain = createSchedule({ type: name }, { ...span, epochs: 15 });
    const warm = createSchedule({ type: name, warmup_epochs: 5 }, span);
    const start = plain(0, 0, []);
    expect(warm(0, 0, []).lr).toBeCloseTo(start.lr / 10, 12);
    for (let epoch = 5; epoch < 20; epoch += 1) {
      expect(warm(epoch, 2, [])).toEqual(plain(epoch - 5, 2, []));
    }
  });
});
