import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Params } from '../../../src/core/space.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { type Fleet, onOneMachine, rowsOf, startFleet, sumsSpec } from './fleet.js';

const trunk = (augmentation: string, rates: readonly number[]): readonly Params[] =>
  rates.map((learning_rate) => ({ augmentation, learning_rate }));

const POINTS: readonly Params[] = [
  ...trunk('good', [0.6, 0.1, 0.5, 0.2, 0.4, 0.3]),
  ...trunk('poor', [0.06, 0.01, 0.05, 0.02, 0.04, 0.03]),
];

describeWithPostgres('a sweep at agents', () => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet();
  });
  afterAll(() => fleet?.close());

  test('comes to what it comes to on one machine', async () => {
    const spec = sumsSpec(POINTS);
    const sweepId = await fleet.submit(spec);
    await fleet.agent();
    fleet.conductor();
    await fleet.until(sweepId, 'finished');
    const store = await fleet.openStore();
    expect(await rowsOf(store, sweepId)).toEqual((await onOneMachine(spec)).rows);
    await store.close();
    expect(fleet.errors).toEqual([]);
  });
});
