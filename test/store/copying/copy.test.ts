import Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COPIED_TABLES } from '../../../src/store/copying/copied-tables.js';
import type { Store } from '../../../src/store/port.js';
import { connectTo } from '../../../src/store/postgres/sql.js';
import { fakeSpec, newTrials } from '../../fakes/specs.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { copy, newPlace, withStore } from './copying.js';
import { acts, live } from './random-store.js';
import { readingsOfAll, wherever } from './readings-of-all.js';

/** More where nothing crosses to a server. */
const runsOf = (to: string) => ({ numRuns: to === 'sqlite' ? 4 : 1, endOnFailure: true });

const all = (place: string) => withStore(place, 'read', (store) => readingsOfAll(store.readings));

/** One sweep with some trials. */
async function laidDown(place: string, name: string, trials = 3): Promise<void> {
  await withStore(place, 'create', async (store) => {
    const id = await store.queue.createSweep({
      spec: fakeSpec({ name }),
      file: '/x',
      source: name,
    });
    await store.queue.add(id, newTrials(Array.from({ length: trials }, () => ({}))));
  });
}

const namesAt = (place: string) =>
  withStore(place, 'read', async ({ readings }) => {
    return (await readings.sweeps()).map(({ id, name }) => `${id} ${name}`);
  });

const routes = [
  { from: 'sqlite', to: 'sqlite', describe },
  { from: 'sqlite', to: 'postgres', describe: describeWithPostgres },
  { from: 'postgres', to: 'postgres', describe: describeWithPostgres },
] as const;

for (const route of routes) {
  route.describe(`copied from ${route.from} to ${route.to}`, () => {
    const places = async () => [await newPlace(route.from), await newPlace(route.to)] as const;

    test('results say the same there, and the same once they are back', async () => {
      await fc.assert(
        fc.asyncProperty(acts, async (happening) => {
          const [a, b] = await places();
          await withStore(a, 'create', (store) => live(store, happening));
          const there = await copy(a, b);
          const [expected, found] = [await all(a), await all(b)];
          expect([...found.keys()]).toEqual([...expected.keys()]);
          for (const [what, answer] of expected) expect(found.get(what), what).toEqual(answer);
          const back = await copy(b, await newPlace(route.from));
          expect(back.tables).toEqual(there.tables);
          expect(back.digest).toBe(there.digest);
        }),
        runsOf(route.to),
      );
    });

    test('results are numbered on behind those that are there, which stay as they are', async () => {
      await fc.assert(
        fc.asyncProperty(acts, acts, async (one, other) => {
          const [a, b] = await places();
          await withStore(a, 'create', (store) => live(store, one));
          await withStore(b, 'create', (store) => live(store, other));
          const before = await sweepsOf(b);
          const chosen = [...(await sweepsOf(a)).keys()];
          const { sweeps, tables } = await copy(a, b, { chosen });
          const after = await sweepsOf(b);
          for (const [id, answers] of before) expect(after.get(id), `${id}`).toEqual(answers);
          for (const { from, to, name } of sweeps) {
            expect(before.has(to)).toBe(false);
            expect(after.get(to)?.sweep?.name).toBe(name);
            const original = (await sweepsOf(a)).get(from)!;
            expect(withoutIds(after.get(to)!)).toEqual(withoutIds(original));
          }
          const back = await copy(b, await newPlace(route.from), {
            chosen: sweeps.map(({ to }) => to),
          });
          // The listing of its images may have been there all along.
          const own = ({ table }: { table: string }) => table !== 'listings';
          expect(back.tables.filter(own)).toEqual(tables.filter(own));
        }),
        runsOf(route.to),
      );
    });

    test('a sweep that is there already is copied again only if that is asked for', async () => {
      const [a, b] = await places();
      await laidDown(a, 'one');
      await laidDown(a, 'two');
      await copy(a, b, { chosen: [1] });
      await expect(copy(a, b)).rejects.toThrow('sweep 1 (one) is there already, as sweep 1');
      await copy(a, b, { chosen: [2] });
      await copy(a, b, { again: true });
      expect(await namesAt(b)).toEqual(['4 two', '3 one', '2 two', '1 one']);
      await withStore(a, 'write', ({ queue }) => queue.add(1, newTrials([{}], 3)));
      expect((await copy(a, b, { chosen: [1] })).sweeps).toEqual([{ name: 'one', from: 1, to: 5 }]);
    });

    test('a sweep that is running is not', async () => {
      const [a, b] = await places();
      await laidDown(a, 'one');
      await withStore(a, 'write', async ({ queue }) => {
        await queue.lock(1);
        await expect(copy(a, b)).rejects.toThrow('sweep 1 (one) is running: wait for it');
      });
      await expect(copy(a, b, { chosen: [2] })).rejects.toThrow(
        'There is no sweep 2 to copy; there is 1',
      );
      expect((await copy(a, b)).sweeps).toHaveLength(1);
    });

    // A SQLite file has one writer at a time; whoever waits for it here would keep the copy from going on.
    test.skipIf(route.to === 'sqlite')(
      'what others write meanwhile, and what is copied, are both there in the end',
      async () => {
        const [a, b] = await places();
        await laidDown(a, 'one', 200);
        await laidDown(b, 'other', 1);
        await withStore(b, 'write', async ({ queue, log }) => {
          await queue.lock(1);
          let isCopied = false;
          const copied = copy(a, b).finally(() => {
            isCopied = true;
          });
          let written = 0;
          for (; !isCopied || written < 20; written += 1) {
            await queue.add(1, newTrials([{}], written + 1));
            await log.addEvent({ sweepId: 1, trialId: null, kind: 'note', message: `${written}` });
          }
          await copied;
          await queue.unlock(1);
          const counts = (await sweepsOf(b)).values();
          expect([...counts].map(({ trials }) => trials.length).sort((x, y) => x - y)).toEqual(
            [written + 1, 200].sort((x, y) => x - y),
          );
        });
      },
    );

    test('a copy that is interrupted, or whose files cannot be placed, leaves nothing', async () => {
      const [a, b] = await places();
      await laidDown(a, 'one');
      await laidDown(b, 'other');
      const stop = new AbortController();
      const onRows = (done: number) => {
        if (done > 3) stop.abort();
      };
      await expect(copy(a, b, { signal: stop.signal, onRows })).rejects.toThrow('abort');
      const placeFiles = () => Promise.reject(new Error('no room'));
      await expect(copy(a, b, { placeFiles })).rejects.toThrow('no room');
      expect(await namesAt(b)).toEqual(['1 other']);
    });
  });
}

/** What is seen of each sweep, by its id. */
async function sweepsOf(place: string) {
  return withStore(place, 'read', async ({ readings, log }: Store) => {
    const sweeps = await readings.sweeps();
    const seen = sweeps.map(async (sweep) => {
      const { id } = sweep;
      const [trials, attempts] = [await readings.trials(id), await readings.allAttempts(id)];
      const [snapshots, events] = [await readings.snapshots(id), await log.events(id)];
      const tests = await Promise.all(trials.map((trial) => readings.tests(trial.id)));
      return [id, { sweep, trials, attempts, snapshots, events, tests: tests.flat() }] as const;
    });
    return new Map(await Promise.all(seen));
  });
}

type SeenSweep =
  Awaited<ReturnType<typeof sweepsOf>> extends Map<number, infer Seen> ? Seen : never;

/** The same whatever ids its rows go by: trials are named by their number, all else by its place. */
function withoutIds({ sweep, trials, attempts, snapshots, events, tests }: SeenSweep) {
  const numbers = new Map(trials.map(({ id, number }) => [id, number]));
  const numberOf = (id: number | null) => (id === null ? null : (numbers.get(id) ?? `no ${id}`));
  return {
    sweep: { ...wherever(sweep), id: 0 },
    trials: trials.map((trial) => ({
      ...{ ...trial, id: trial.number, sweepId: 0 },
      reports: trial.reports.map((report) => {
        return { ...report, sharedWith: numberOf(report.sharedWith) };
      }),
    })),
    attempts: attempts.map((each) => ({ ...each, id: 0, trialId: numberOf(each.trialId) })),
    snapshots: snapshots.map((each) => {
      return { ...each, id: 0, trialIds: each.trialIds.map(numberOf) };
    }),
    events: events.map((each) => ({ ...each, id: 0, trialId: numberOf(each.trialId) })),
    tests: tests.map((each) => ({ ...each, trialId: numberOf(each.trialId) })),
  };
}

describe('what is copied', () => {
  /** Not results: who runs a sweep. */
  const isOfHolder = (column: string) => column.startsWith('holder_');

  test('is every column of every table of results in SQLite', async () => {
    const place = await newPlace('sqlite');
    await laidDown(place, 'one');
    const db = new Sqlite(place);
    const found = db
      .prepare<[], { name: string }>(`select name from sqlite_schema where type = 'table'`)
      .all()
      .filter(({ name }) => name !== 'changes' && !name.startsWith('sqlite_'))
      .map(({ name }) => {
        const columns = db.prepare<[], { name: string }>(`pragma table_info(${name})`).all();
        return [
          name,
          columns
            .map((each) => each.name)
            .filter((each) => !isOfHolder(each))
            .sort(),
        ];
      });
    db.close();
    const copied = COPIED_TABLES.map(({ name, columns }) => [name, Object.keys(columns).sort()]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(copied));
  });

  test('is nothing, where what is read back is not what was written', async () => {
    const [a, b] = [await newPlace('sqlite'), await newPlace('sqlite')];
    await laidDown(a, 'one');
    await laidDown(b, 'other');
    const meddler = new Sqlite(b);
    meddler.exec(`create trigger meddle after insert on trials when new.number = 1 begin
      update trials set seconds = 1e-300 where id = new.id; end`);
    meddler.close();
    await expect(copy(a, b)).rejects.toThrow(
      'the copy is not the same: of table trials 3 rows were read, and 3 are there, which say something else',
    );
    expect(await namesAt(b)).toEqual(['1 other']);
  });

  test('is also what is damaged, as it is', async () => {
    const [a, b] = [await newPlace('sqlite'), await newPlace('sqlite')];
    await laidDown(a, 'one');
    const db = new Sqlite(a);
    db.exec(`update trials set params = '{', recipe = '[]' where id = 2`);
    db.prepare('insert into listings values (?, ?)').run('d', Buffer.from('no deflated text'));
    db.close();
    const { tables } = await copy(a, b);
    expect(tables.find(({ table }) => table === 'listings')?.rows).toBe(1);
    const [trial] = new Sqlite(b).prepare('select params, recipe from trials where id = 2').all();
    expect(trial).toEqual({ params: '{', recipe: '[]' });
  });
});

describeWithPostgres('what is copied to PostgreSQL', () => {
  test('is every column of results there, of the kind it is', async () => {
    const place = await newPlace('postgres');
    await laidDown(place, 'one');
    const connections = connectTo(place);
    const rows = await connections.all<{ table: string; name: string; type: string }>(
      `select table_name as "table", column_name as name, data_type as type
       from information_schema.columns where table_schema = 'thaw' and table_name = any ($1)`,
      [COPIED_TABLES.map(({ name }) => name)],
    );
    await connections.close();
    const kinds: Readonly<Record<string, string>> = {
      ...{ bigint: 'integer', integer: 'integer', 'double precision': 'real' },
      ...{ text: 'text', bytea: 'bytes' },
    };
    for (const { name, columns } of COPIED_TABLES) {
      const found = rows
        .filter(({ table }) => table === name)
        .filter((each) => !each.name.startsWith('holder_'))
        .map((each) => [each.name, kinds[each.type]]);
      const copied = Object.entries(columns).map(([column, kind]) => {
        return [column, kind.startsWith('id of') ? 'integer' : kind];
      });
      expect(Object.fromEntries(found), name).toEqual(Object.fromEntries(copied));
    }
  });

  test('has no zero characters, which that database cannot keep', async () => {
    const [a, b] = [await newPlace('sqlite'), await newPlace('postgres')];
    await laidDown(a, 'one');
    await withStore(a, 'write', ({ log }) =>
      log.addEvent({ sweepId: 1, trialId: null, kind: 'note', message: 'a\0b' }),
    );
    await expect(copy(a, b)).rejects.toThrow('table events holds the character U+0000');
    expect(await namesAt(b).catch(() => [])).toEqual([]);
  });
});
