import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { measureVolume } from '../../../src/results/pareto/measure-volume.js';
import { hypervolume } from '../../../src/search/pareto/hypervolume.js';

const points = (count: number) =>
  fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count }), {
    minLength: 2,
    maxLength: 25,
  });

test('is the share that all trials together dominate, and never falls over trials', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 3 }).chain(points), (losses) => {
      const volume = measureVolume(losses);
      const axes = losses[0]!.map((_, i) => losses.map((each) => each[i]!));
      const ranges = axes.map((axis) => Math.max(...axis) - Math.min(...axis));
      if (ranges.includes(0)) {
        expect(volume).toBeNull();
        return;
      }
      const { value, reference, history } = volume!;
      const whole = ranges.reduce((product, range) => product * 1.1 * range, 1);
      expect(value).toBeCloseTo(hypervolume(losses, reference) / whole, 9);
      expect(value).toBeLessThanOrEqual(1);
      for (const [i, { trials, value: then }] of history.entries()) {
        expect(then).toBeCloseTo(hypervolume(losses.slice(0, trials), reference) / whole, 9);
        if (i > 0) expect(then).toBeGreaterThan(history[i - 1]!.value);
      }
    }),
  );
});

test('one trial that is best in everything is the whole', () => {
  expect(
    measureVolume([
      [0, 0],
      [3, 5],
    ]),
  ).toMatchObject({ value: 1, history: [{ trials: 1 }] });
});

test('a front that would take minutes is not measured, and of many places a hundred are told', () => {
  const line = (count: number) =>
    Array.from({ length: count }, (_, i) => [i, count - i, (i * 7919) % count]);
  expect(measureVolume(line(400))).toBeNull();
  const flat = line(200).map(([a, b]) => [a!, b!]);
  const volume = measureVolume(flat)!;
  expect(volume.history).toHaveLength(100);
  expect(volume.history.at(-1)).toEqual({ trials: 200, value: volume.value });
});
