import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Ability, queueOf, queuesFor } from '../../../src/fleet/jobs/queues.js';

const GiB = 2 ** 30;
const name = fc.constantFrom('blue', 'red', 'a | b', '');
const ability: fc.Arbitrary<Ability> = fc.record({
  team: name,
  backend: name,
  exactness: name,
  bytes: fc.integer({ min: 0, max: 300 * GiB }),
});

test('an agent has the queues of all cohorts that it may have, and of no others', () => {
  fc.assert(
    fc.property(
      ability,
      ability,
      fc.option(fc.integer({ min: 1, max: 256 * GiB })),
      fc.boolean(),
      (agent, cohort, bytes, isBound) => {
        const { team, backend } = cohort;
        const exactness = isBound ? cohort.exactness : null;
        const has = queuesFor(agent).includes(queueOf({ team, backend, exactness, bytes }));
        const isFor =
          agent.team === team &&
          agent.backend === backend &&
          (exactness === null || agent.exactness === exactness);
        if (!isFor) expect(has).toBe(false);
        else if (bytes === null) expect(has).toBe(true);
        else if (bytes > agent.bytes) expect(has).toBe(false);
        // Memory comes in steps: what an agent has twice over, it may have.
        else if (bytes >= GiB && 2 * bytes <= agent.bytes) expect(has).toBe(true);
      },
    ),
  );
});

test('what an agent alone goes on with comes first, and of that the largest', () => {
  const agent = { team: 'blue', backend: 'wasm', exactness: 'e', bytes: 5 * GiB };
  const of = (exactness: string | null, bytes: number | null) =>
    queuesFor(agent).indexOf(queueOf({ ...agent, exactness, bytes }));
  const places = [of('e', 4 * GiB), of('e', GiB), of('e', null), of(null, 4 * GiB), of(null, null)];
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places[0]).toBe(0);
});

test('a name is short and plain whatever it stands for', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (team, backend) => {
      expect(queueOf({ team, backend, exactness: null, bytes: null })).toMatch(/^cohorts-\w{32}$/);
    }),
  );
});
