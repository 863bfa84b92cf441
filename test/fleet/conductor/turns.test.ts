import { afterAll, beforeAll, expect, test } from 'vitest';
import { layDown } from '../../../src/fleet/conductor/leases/lease-rows.js';
import type { Order } from '../../../src/fleet/protocol/order.js';
import { NOW_MS } from '../../../src/store/postgres/server-now.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { type Fleet, startFleet, sumsSpec } from './fleet.js';

describeWithPostgres('sweeps that wait for the same agents', () => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet();
  });
  afterAll(() => fleet?.close());

  const submit = () => fleet.submit(sumsSpec([]), { team: 'turns' });

  async function lay(sweepId: number, weight: number): Promise<void> {
    await fleet.jobs.ready('turns');
    await fleet.connections.inTransaction((sql) =>
      layDown(sql, fleet.jobs, { sweepId, cohort: 'c', trials: [] } as unknown as Order, {
        ...{ team: 'turns', queue: 'turns', weight },
      }),
    );
  }

  /** The sweep of the next cohort that an agent gets. */
  async function next(): Promise<number> {
    const id = await fleet.jobs.fetch(fleet.connections, 'turns');
    const row = await fleet.connections.one<{ sweep: number }>(
      `update leases set state = 'running', claimed_at = ${NOW_MS} where id = $1
       returning sweep_id as sweep`,
      [id],
    );
    return row!.sweep;
  }

  test('get them in turn, by their weights, and one that comes later does not wait behind all', async () => {
    const [light, heavy] = [await submit(), await submit()];
    const had: number[] = [];
    // Each always has one that waits, as conductors see to it.
    await lay(light, 1);
    await lay(heavy, 3);
    for (let claim = 0; claim < 40; claim += 1) {
      const its = await next();
      had.push(its);
      await lay(its, its === light ? 1 : 3);
    }
    expect(had.filter((its) => its === light)).toHaveLength(10);
    for (let at = 8; at < 40; at += 1) {
      expect(had.slice(at - 8, at).filter((its) => its === light).length).toBeGreaterThan(0);
    }
    const late = await submit();
    await lay(late, 1);
    const soon = [await next(), await next(), await next()];
    expect(soon).toContain(late);
  });
});
