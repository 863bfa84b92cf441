import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { NoResultsError, StoreError } from '../../../src/core/errors.js';
import type { Store } from '../../../src/store/port.js';
import { isPassing, storeError } from '../../../src/store/postgres/postgres-error.js';
import { openStore } from '../../../src/store/postgres/postgres-store.js';
import { CommitLostError, connectTo } from '../../../src/store/postgres/sql.js';
import { fakeSpec, newTrials } from '../../fakes/specs.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { type PostgresServer, sharedFolder, sharedPostgres } from '../../postgres/server.js';

async function failureOf(opening: Promise<Store>): Promise<StoreError> {
  try {
    await (await opening).close();
  } catch (error) {
    expect(error).toBeInstanceOf(StoreError);
    return error as StoreError;
  }
  throw new Error('it was opened');
}

describeWithPostgres('a database of PostgreSQL', () => {
  let server: PostgresServer;
  let place: string;
  beforeAll(async () => {
    server = await sharedPostgres();
  });
  beforeEach(async () => {
    place = await server.database();
  });

  const sweep = { spec: fakeSpec(), file: '', source: '' };

  test('is made where it is empty, by two at once, and gives everything back', async () => {
    const [a, b] = await Promise.all([openStore(place), openStore(place)]);
    const id = await a.queue.createSweep(sweep);
    expect((await b.readings.sweep(id))?.spec).toEqual(sweep.spec);
    await Promise.all([a.close(), b.close()]);
    const again = await openStore(place, { access: 'read' });
    expect((await again.readings.sweep(id))?.spec).toEqual(sweep.spec);
    await again.close();
  });

  test.each(['read', 'write'] as const)('that is empty has no results to %s', async (access) => {
    const error = await failureOf(openStore(place, { access }));
    expect(error).toBeInstanceOf(NoResultsError);
    expect(error.message).toMatch(/^no results yet at postgres:\/\/thaw@.*: run `thaw run FILE/);
    const sql = connectTo(place);
    expect(await sql.all(`select 1 from pg_namespace where nspname = 'thaw'`)).toEqual([]);
    await sql.close();
  });

  test('takes no word of whoever may only read', async () => {
    await (await openStore(place)).close();
    const reader = await openStore(place, { access: 'read' });
    await expect(reader.queue.createSweep(sweep)).rejects.toThrow('it can only be read');
    expect(await reader.readings.sweeps()).toEqual([]);
    await reader.close();
  });

  test('keeps texts with characters that its own cannot hold', async () => {
    const store = await openStore(place);
    const name = 'a\0b\ud800c';
    const id = await store.queue.createSweep({ ...sweep, spec: fakeSpec({ name }), file: name });
    const [trial] = await store.queue.add(id, newTrials([{ text: name }]));
    await store.log.addEvent({ sweepId: id, trialId: null, kind: 'note', message: name });
    await store.queue.requeue([trial!.id], name);
    expect((await store.readings.trial(trial!.id))?.params).toEqual({ text: name });
    expect((await store.readings.sweep(id))?.file).toBe('a\ufffdb\ufffdc');
    expect((await store.log.events(id))[0]?.message).toBe('a\ufffdb\ufffdc');
    await store.close();
  });

  test('is asked for options of its own beside ours, and by TLS as it is named', async () => {
    await (await openStore(place)).close();
    const sql = connectTo(`${place}?options=-c%20work_mem%3D7MB`);
    expect(await sql.one('show work_mem')).toEqual({ work_mem: '7MB' });
    expect(await sql.one('show search_path')).toEqual({ search_path: 'thaw' });
    await sql.close();
    const { message } = await failureOf(openStore(`${place}?sslmode=require`));
    expect(message).toContain('the server has no TLS');
  });

  test('lays many trials down at once, in their order', async () => {
    const store = await openStore(place);
    const id = await store.queue.createSweep(sweep);
    const many = newTrials(Array.from({ length: 10_001 }, (_, n) => ({ learning_rate: n })));
    const added = await store.queue.add(id, many);
    expect(added.map(({ number }) => number)).toEqual(many.map(({ number }) => number));
    const ids = added.map((each) => each.id);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(await store.readings.trial(ids[7000]!)).toMatchObject({
      params: { learning_rate: 7000 },
    });
    await store.queue.deleteSweep(id);
    expect(await store.readings.idRange(id)).toBeNull();
    await store.close();
  });

  test('numbers sweeps after whatever files there are', async () => {
    const store = await openStore(place);
    expect(await store.queue.createSweep({ ...sweep, after: 40 })).toBe(41);
    expect(await store.queue.createSweep({ ...sweep, after: 40 })).toBe(42);
    expect(await store.queue.createSweep(sweep)).toBe(43);
    await store.close();
  });

  describeWithPostgres('that cannot be opened', () => {
    const secret = 'hunter2';
    let user: string;
    beforeEach(async () => {
      user = `user_${Date.now()}`;
      const client = new pg.Client(place);
      await client.connect();
      await client.query(`create role ${user} login password '${secret}'`);
      const rules = join(sharedFolder(), 'data', 'pg_hba.conf');
      const rule = `host all ${user} 127.0.0.1/32 scram-sha-256\n`;
      writeFileSync(rules, `${rule}${readFileSync(rules, 'utf8')}`);
      await client.query('select pg_reload_conf()');
      await client.end();
    });
    afterEach(async () => {
      const client = new pg.Client(place);
      await client.connect();
      await client.query(`drop role ${user}`);
      await client.end();
    });

    type Parts = Partial<Pick<URL, 'port' | 'host' | 'pathname' | 'username' | 'password'>>;
    const withParts = (parts: Parts) => Object.assign(new URL(place), parts).href;

    test('says why, and never with a password', async () => {
      const cases: readonly (readonly [string, RegExp])[] = [
        [withParts({ port: '1' }), /no server listens there: start PostgreSQL/],
        [withParts({ host: 'nowhere.invalid' }), /there is no host of that name/],
        [withParts({ pathname: '/none' }), /no such database: make it with `createdb`/],
        [withParts({ username: user }), /it wants a password: set PGPASSWORD/],
        [withParts({ username: user, password: 'wrong-secret' }), /the password was refused/],
        [withParts({ username: user, password: secret }), /the user has no right to do that/],
      ];
      for (const [wrong, why] of cases) {
        const { message } = await failureOf(openStore(wrong, { patienceMs: 100 }));
        expect(message).toMatch(why);
        expect(message).toContain('database postgres://');
        expect(message).not.toMatch(/hunter2|wrong-secret/);
      }
    });
  });
});

test('an error whose word is missing or wrapped is told as what it is, and may pass', () => {
  const refused = Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' });
  for (const error of [refused, new CommitLostError('', { cause: refused })]) {
    expect(String(storeError(error, 'postgres://x'))).toMatch(/no server listens .*ECONNREFUSED/);
    expect(isPassing(error)).toBe(true);
  }
  const bug = new TypeError('x is undefined');
  expect(storeError(bug, 'postgres://x')).toBe(bug);
  expect(isPassing(bug)).toBe(false);
});
