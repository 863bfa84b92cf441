import { describe, expect, test } from 'vitest';
import type { Curve } from '../../src/search/pruner.js';
import { pruners } from '../../src/search/pruners/index.js';

const OPTIONS: Readonly<Record<string, object>> = { hyperband: { min_iter: 2 } };

const curve = (number: number, losses: readonly number[]): Curve => ({
  number,
  finished: false,
  losses,
});
const peers = Array.from({ length: 12 }, (_, i) =>
  curve(
    i,
    Array.from({ length: 9 }, (_, epoch) => i / 10 + 1 / (epoch + 1)),
  ),
);

describe.each(Object.values(pruners))('every pruner: $type', (def) => {
  const pruner = () => def.create(def.options.parse(OPTIONS[def.type] ?? {}));

  test('is listed under its own name', () => {
    expect(pruners[def.type]).toBe(def);
  });

  test('never stops the trial that is best at every epoch', () => {
    for (let epochs = 1; epochs <= 9; epochs += 1) {
      const losses = Array.from({ length: epochs }, (_, epoch) => 1 / (epoch + 1) - 0.5);
      expect(pruner().shouldStop(curve(99, losses), peers)).toBe(false);
    }
  });

  test('stops the trial that is worst at every epoch by the time others are done', () => {
    const losses = Array.from({ length: 9 }, () => 10);
    expect(pruner().shouldStop(curve(99, losses), peers)).toBe(true);
  });

  test('stops a trial whose losses are not numbers, and is not upset by such peers', () => {
    const broken = curve(99, Array(9).fill(Number.NaN));
    expect(pruner().shouldStop(broken, peers)).toBe(true);
    const good = curve(98, Array(9).fill(-1));
    expect(pruner().shouldStop(good, [...peers, broken])).toBe(false);
  });

  test('grants a trial without peers its whole time', () => {
    expect(pruner().shouldStop(curve(0, [5, 4, 3]), [])).toBe(false);
  });

  test('gives the same answer whatever the order of the peers', () => {
    for (const trial of peers) {
      const others = peers.filter((peer) => peer !== trial);
      expect(pruner().shouldStop(trial, others.toReversed())).toBe(
        pruner().shouldStop(trial, others),
      );
    }
  });
});
