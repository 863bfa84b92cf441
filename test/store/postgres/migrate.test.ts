import { beforeEach, expect, test } from 'vitest';
import { StoreError } from '../../../src/core/errors.js';
import { migrate } from '../../../src/store/postgres/migrate.js';
import { migrations } from '../../../src/store/postgres/migrations/index.js';
import { placeName } from '../../../src/store/postgres/place-name.js';
import { openStore } from '../../../src/store/postgres/postgres-store.js';
import { connectTo, type Sql } from '../../../src/store/postgres/sql.js';
import { fakeSpec, newTrials } from '../../fakes/specs.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { sharedPostgres } from '../../postgres/server.js';

const newest = migrations.length;

describeWithPostgres("the shape of PostgreSQL's tables", () => {
  let place: string;
  beforeEach(async () => {
    place = await (await sharedPostgres()).database();
  });

  const to = (number?: number) => migrate(place, placeName(place), number);

  async function ask<Result>(act: (sql: Sql) => Promise<Result>): Promise<Result> {
    const connections = connectTo(place);
    try {
      return await act(connections);
    } finally {
      await connections.close();
    }
  }

  /** All that can be seen of it: tables, columns, keys, indexes, functions and triggers. */
  const shape = () =>
    ask((sql) =>
      sql.all(`
        select 'column' as kind, table_name || '.' || column_name as name,
               data_type || is_nullable || coalesce(column_default, '') as what
        from information_schema.columns where table_schema = 'thaw'
        union all select 'index', indexname, indexdef from pg_indexes where schemaname = 'thaw'
        union all select 'constraint', conname, pg_get_constraintdef(oid) from pg_constraint
          where connamespace = 'thaw'::regnamespace
        union all select 'function', proname, prosrc from pg_proc
          where pronamespace = 'thaw'::regnamespace
        union all select 'trigger', tgname, pg_get_triggerdef(oid) from pg_trigger
          where not tgisinternal and tgrelid in
            (select oid from pg_class where relnamespace = 'thaw'::regnamespace)
        order by 1, 2, 3`),
    );

  test('is the same by each step up, after each step down', async () => {
    const shapes = [];
    for (let number = 1; number <= newest; number += 1) {
      expect(await to(number)).toEqual({ from: number - 1, to: number });
      shapes.push(await shape());
    }
    for (let number = newest - 1; number >= 1; number -= 1) {
      expect(await to(number)).toEqual({ from: number + 1, to: number });
      expect(await shape()).toEqual(shapes[number - 1]);
    }
    expect(await to(0)).toEqual({ from: 1, to: 0 });
    expect((await shape()).filter((row) => !JSON.stringify(row).includes('migrations'))).toEqual(
      [],
    );
    await to();
    expect(await shape()).toEqual(shapes[newest - 1]);
  });

  test('is changed by one of those who would do so at once', async () => {
    const done = await Promise.all([to(), to(), to()]);
    expect(done.map(({ from }) => from).sort()).toEqual([0, newest, newest]);
    const rows = await ask((sql) => sql.all('select number from migrations order by number'));
    expect(rows).toHaveLength(newest);
  });

  test('is as it was where a step fails', async () => {
    await to(1);
    const before = await shape();
    await ask((sql) => sql.run('create table changes (theirs text)'));
    await expect(to()).rejects.toThrow('already exists');
    await ask((sql) => sql.run('drop table changes'));
    expect(await shape()).toEqual(before);
  });

  test('is brought up to date by whoever writes, keeping what is there', async () => {
    await to(2);
    await ask((sql) =>
      sql.run(
        `insert into sweeps (name, state, spec, file, source, created_at)
         values ('old', 'finished', $1, '', '', '2020')`,
        [JSON.stringify(fakeSpec())],
      ),
    );
    const reading = openStore(place, { access: 'read' });
    await expect(reading).rejects.toThrow(/an older version .*`thaw store migrate postgres:/);
    const store = await openStore(place, { access: 'write' });
    const [sweep] = await store.readings.sweeps();
    expect(sweep).toMatchObject({ name: 'old', state: 'finished' });
    await store.queue.add(sweep!.id, newTrials([{}]));
    await store.close();
  });

  test('is left alone by a program that is older than it, which says so', async () => {
    await to();
    await ask((sql) => sql.run(`insert into migrations values (${newest + 1}, 'later', '')`));
    for (const access of ['read', 'write', 'create'] as const) {
      const opening = openStore(place, { access });
      await expect(opening).rejects.toThrow(StoreError);
      await expect(opening).rejects.toThrow(/a newer version of Thaw .*: update Thaw/);
    }
    await expect(to(0)).rejects.toThrow('a newer version of Thaw');
  });

  test('is not changed under a process that runs a sweep', async () => {
    const store = await openStore(place);
    await store.queue.createSweep({ spec: fakeSpec(), file: '', source: '' });
    await expect(to(0)).rejects.toThrow(/process \d+ on .* is running sweep 1 in it/);
    await store.close();
    expect(await to(0)).toEqual({ from: newest, to: 0 });
  });
});
