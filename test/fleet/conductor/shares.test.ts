import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Claimant, fairShares } from '../../../src/fleet/conductor/sharing/fair-shares.js';
import {
  bestBackend,
  capacityOf,
  type FleetView,
} from '../../../src/fleet/conductor/sharing/fleet-view.js';
import { REGISTRATION } from '../protocol/examples.js';

const claimants = fc
  .array(
    fc.record({
      weight: fc.integer({ min: 1, max: 100 }),
      most: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.constant(5000)),
    }),
    { maxLength: 12 },
  )
  .map((all) => all.map((each, id): Claimant => ({ id, ...each })));
const agents = fc.integer({ min: 0, max: 200 });

const total = (shares: ReadonlyMap<number, number>) =>
  [...shares.values()].reduce((sum, share) => sum + share, 0);

describe('agents are shared', () => {
  test('whole: none is idle as long as a sweep has use for it, and no sweep has more than that', () => {
    fc.assert(
      fc.property(agents, claimants, (agents, all) => {
        const shares = fairShares(agents, all);
        const most = all.reduce((sum, { most }) => sum + most, 0);
        expect(total(shares)).toBe(Math.min(agents, most));
        for (const { id, most } of all) expect(shares.get(id)).toBeLessThanOrEqual(most);
      }),
    );
  });

  test('so that nobody starves where there is one for each', () => {
    fc.assert(
      fc.property(agents, claimants, (agents, all) => {
        const wanting = all.filter(({ most }) => most > 0);
        fc.pre(agents >= wanting.length);
        const shares = fairShares(agents, all);
        for (const { id } of wanting) expect(shares.get(id)).toBeGreaterThan(0);
      }),
    );
  });

  test('by weight: who has more of it has no less, and who wants enough its part to one agent', () => {
    fc.assert(
      fc.property(agents, claimants, (agents, all) => {
        const shares = fairShares(agents, all);
        for (const a of all) {
          for (const b of all) {
            const [x, y] = [shares.get(a.id)!, shares.get(b.id)!];
            if (x >= a.most || a.weight < b.weight) continue;
            expect(x).toBeGreaterThanOrEqual(Math.min(y, b.most) - (a.weight === b.weight ? 1 : 0));
            // Beyond the first one, nobody has one that would do more for another.
            if (y > 1) expect(b.weight / y).toBeGreaterThanOrEqual(a.weight / (x + 1));
          }
        }
      }),
    );
  });

  test('the same however they are listed', () => {
    fc.assert(
      fc.property(agents, claimants, (agents, all) => {
        const shares = fairShares(agents, all);
        const other = fairShares(agents, all.toReversed());
        for (const { id } of all) expect(other.get(id)).toBe(shares.get(id));
      }),
    );
  });

  test('to the sixth: weights of 1, 2 and 3 give 10, 20 and 30 of 60', () => {
    const all = [1, 2, 3].map((weight) => ({ id: weight, weight, most: 1000 }));
    expect([...fairShares(60, all).values()]).toEqual([10, 20, 30]);
  });
});

const agent = (cohortBytes: number, backend = 'wasm', team = 'blue') => ({
  ...{ team, backend, cohortBytes, exactness: 'x', info: REGISTRATION.machine.info },
});
const sweep = (id: number, open: number | null, team = 'blue') => ({
  ...{ id, team, backend: 'wasm', weight: 1, open },
});

describe('what a sweep may have in hand', () => {
  const view: FleetView = {
    agents: [agent(1), agent(8), agent(4), agent(100, 'tensorflow'), agent(50, 'wasm', 'red')],
    sweeps: [sweep(1, null), sweep(2, 1), sweep(3, 9, 'red')],
  };

  test('is what is left of others who have little to do, and some cohorts that wait', () => {
    expect(capacityOf(view, sweep(1, null))).toMatchObject({ lanes: 2, ahead: 1 });
    expect(capacityOf(view, sweep(2, 1))).toMatchObject({ lanes: 1, ahead: 1 });
    expect(capacityOf(view, sweep(3, 9, 'red'))).toMatchObject({ lanes: 1 });
  });

  test('is one cohort that waits for agents, where there are none', () => {
    const nobody = { ...view, agents: [] };
    expect(capacityOf(nobody, sweep(1, null))).toMatchObject({ lanes: 1, ahead: 0 });
  });

  test('are cohorts as large as half of its own agents have room for', () => {
    expect(capacityOf(view, sweep(1, null)).limits.bytes).toBe(4);
    expect(capacityOf(view, sweep(3, 9, 'red')).limits.bytes).toBe(50);
  });

  test('is on the best backend that an agent of its team has', () => {
    expect(bestBackend(view, 'blue', ['tensorflow', 'wasm'])).toBe('tensorflow');
    expect(bestBackend(view, 'red', ['tensorflow', 'wasm'])).toBe('wasm');
    expect(bestBackend(view, 'green', ['tensorflow', 'wasm'])).toBe(null);
  });
});
