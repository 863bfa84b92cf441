import { beforeEach, expect, test } from 'vitest';
import { migrations } from '../../../src/store/postgres/migrations/index.js';
import { openStore } from '../../../src/store/postgres/postgres-store.js';
import { connectTo } from '../../../src/store/postgres/sql.js';
import { fakeSpec } from '../../fakes/specs.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { sharedPostgres } from '../../postgres/server.js';
import { fakeContext, thaw } from '../fake-context.js';

const newest = migrations.length;

describeWithPostgres('thaw store migrate', () => {
  let place: string;
  beforeEach(async () => {
    place = await (await sharedPostgres()).database();
  });

  test('makes the tables, once, and says so', async () => {
    const made = await thaw(`store migrate ${place}`, fakeContext());
    expect(made).toMatchObject({ code: 0, stdout: `${place}: from schema 0 to ${newest}.\n` });
    const again = await thaw('store migrate', fakeContext({ env: { THAW_STORE: place } }));
    expect(again).toMatchObject({ code: 0, stdout: `${place} is of schema ${newest} already.\n` });
    const json = await thaw(`store migrate ${place} --format json`, fakeContext());
    expect(JSON.parse(json.stdout)).toEqual({ store: place, from: newest, to: newest });
  });

  test('takes a step back only where that is confirmed', async () => {
    await thaw(`store migrate ${place}`, fakeContext());
    const line = `store migrate ${place} --to 1`;
    const alone = await thaw(line, fakeContext());
    expect(alone).toMatchObject({ code: 2, stdout: '' });
    expect(alone.stderr).toMatch(/back from schema \d to 1 loses .*`--yes` confirms it/);
    const refused = await thaw(line, fakeContext({ answer: 'n' }));
    expect(refused).toMatchObject({ code: 0, stdout: '', stderr: 'Nothing was changed.\n' });
    const done = await thaw(`${line} --yes`, fakeContext());
    expect(done).toMatchObject({ code: 0, stdout: `${place}: from schema ${newest} to 1.\n` });
  });

  test('refuses numbers that are none, and while a sweep is run', async () => {
    for (const number of ['-1', 'x', '99', '1.5']) {
      const { code, stderr } = await thaw(`store migrate ${place} --to ${number}`, fakeContext());
      expect([code, stderr.includes('--to expects')], number).toEqual([2, true]);
    }
    const store = await openStore(place);
    await store.queue.createSweep({ spec: fakeSpec(), file: '', source: '' });
    const busy = await thaw(`store migrate ${place} --to 0 --yes`, fakeContext());
    expect(busy.code).toBe(3);
    expect(busy.stderr).toContain('is running sweep 1 in it');
    await store.close();
  });

  test('takes no step back under a gateway that serves it', async () => {
    await thaw(`store migrate ${place}`, fakeContext());
    const gateway = connectTo(place, { name: 'thaw serve' });
    await gateway.run('select 1');
    const refused = await thaw(`store migrate ${place} --to 1 --yes`, fakeContext());
    expect(refused).toMatchObject({ code: 3, stdout: '' });
    expect(refused.stderr).toContain('stop all of them first');
    await gateway.close();
    expect((await thaw(`store migrate ${place} --to 1 --yes`, fakeContext())).code).toBe(0);
  });
});

test('thaw store migrate is for databases that machines share', async () => {
  const { code, stderr } = await thaw('store migrate', fakeContext());
  expect(code).toBe(2);
  expect(stderr).toContain('Name a postgres:// database');
});

test('thaw store migrate says what is wrong with a place, without its password', async () => {
  const { code, stderr } = await thaw(
    'store migrate postgres://ann:hunter2@127.0.0.1:1/thaw',
    fakeContext(),
  );
  expect(code).toBe(3);
  expect(stderr).toContain('no server listens there');
  expect(stderr).not.toContain('hunter2');
});
