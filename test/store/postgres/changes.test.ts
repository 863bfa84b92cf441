import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Changes, Store } from '../../../src/store/port.js';
import { openStore } from '../../../src/store/postgres/postgres-store.js';
import { type Connections, connectTo, type Sql } from '../../../src/store/postgres/sql.js';
import { fakeSpec, newTrials, PROVENANCE } from '../../fakes/specs.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { sharedPostgres } from '../../postgres/server.js';

describeWithPostgres('what changed in PostgreSQL', () => {
  let place: string;
  let sql: Connections;
  let store: Store;
  let sweepId: number;
  let ids: readonly number[];

  beforeAll(async () => {
    place = await (await sharedPostgres()).database();
    sql = connectTo(place);
  });
  afterAll(() => sql.close());
  beforeEach(async () => {
    store = await openStore(place);
    sweepId = await store.queue.createSweep({ spec: fakeSpec(), file: '', source: '' });
    ids = (await store.queue.add(sweepId, newTrials([{}, {}, {}]))).map(({ id }) => id);
  });
  afterEach(() => store.close());

  const since = async (cursor?: string): Promise<Changes> => (await store.log.changes(cursor))!;
  const touch = (within: Sql, id: number) =>
    within.run('update trials set epochs = epochs + 1 where id = $1', [id]);

  test('is seen also of a transaction that began before the cursor and ended after it', async () => {
    let cursor = '';
    const stamps: (string | null)[] = [];
    await sql.inTransaction(async (late) => {
      await touch(late, ids[0]!);
      await touch(sql, ids[1]!);
      const now = await since();
      cursor = now.cursor;
      stamps.push(await store.readings.stamp());
      // What had ended by then may be named again; what has not can't be seen yet.
      expect((await since(cursor)).trials.get(sweepId)).toEqual([ids[1]]);
      expect(await store.readings.stamp()).toBe(stamps[0]);
    });
    expect([...(await since(cursor)).trials.get(sweepId)!].sort()).toEqual([ids[0], ids[1]]);
    stamps.push(await store.readings.stamp());
    expect(new Set(stamps).size).toBe(2);
  });

  test('is never missed by one who looks on, whoever writes at once', async () => {
    const writers = ids.map(async (id, lane) => {
      for (let round = 0; round < 20; round += 1) {
        await sql.inTransaction(async (within) => {
          await touch(within, id);
          await new Promise((resolve) => setTimeout(resolve, (round * 7 + lane * 3) % 11));
        });
      }
    });
    let isOver = false;
    const done = Promise.all(writers).then(() => {
      isOver = true;
    });
    const known = new Map<number, number>();
    let { cursor } = await since();
    for (let last = false; ; last = isOver) {
      const changes = await since(cursor);
      for (const id of changes.trials.get(sweepId) ?? []) {
        const row = await sql.one<{ epochs: number }>('select epochs from trials where id = $1', [
          id,
        ]);
        known.set(id, row!.epochs);
      }
      cursor = changes.cursor;
      if (last) break;
    }
    await done;
    expect([...known].sort(([a], [b]) => a - b)).toEqual(ids.map((id) => [id, 20]));
  });

  test('is nothing where nothing is to be seen: signs of life, and what another sweep is told', async () => {
    const { cursor } = await since();
    const stamp = await store.readings.stamp();
    await sql.run('update sweeps set holder_seen = holder_seen + 1 where id = $1', [sweepId]);
    expect(await since(cursor)).toMatchObject({ cursor, sweeps: [], trials: new Map() });
    expect(await store.readings.stamp()).toBe(stamp);
  });

  test('makes another stamp also where it is no change of a trial', async () => {
    const acts = [
      () => store.log.addEvent({ sweepId, trialId: null, kind: 'note', message: 'x' }),
      () => store.queue.keepListing('d', { classNames: [], files: [] }),
      () => store.queue.unlock(sweepId),
      () => store.queue.lock(sweepId),
      () => store.queue.deleteSweep(sweepId),
    ];
    const stamps = [await store.readings.stamp()];
    for (const act of acts) {
      await act();
      stamps.push(await store.readings.stamp());
    }
    expect(new Set(stamps).size).toBe(acts.length + 1);
  });

  test('holds a row a trial, however much happens, and none of a sweep that is gone', async () => {
    await store.queue.take(ids, PROVENANCE);
    await store.queue.end(ids.map((trialId) => ({ trialId, state: 'finished' })));
    const rows = () =>
      sql.all<{ trial_id: number }>(
        'select trial_id from changes where sweep_id = $1 order by trial_id',
        [sweepId],
      );
    expect((await rows()).map(({ trial_id }) => trial_id)).toEqual([-1, 0, ...ids]);
    await store.queue.deleteSweep(sweepId);
    expect((await rows()).map(({ trial_id }) => trial_id)).toEqual([0]);
  });
});
