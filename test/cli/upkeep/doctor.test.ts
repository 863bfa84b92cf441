import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { checkFolder, checkNode } from '../../../src/app/upkeep/checks/machine.js';
import type { DoctorDocument } from '../../../src/results/documents/upkeep.js';
import { type FakeContext, fakeContext, thaw } from '../fake-context.js';
import { seedResults } from '../seed-results.js';
import { DB, damage, left, put, tensors } from './damage.js';

/** A folder with results, trial 1's weights among them, that are all well. */
async function well(): Promise<FakeContext> {
  const context = fakeContext();
  await seedResults(context.cwd);
  damage(context.cwd, (db) => {
    db.exec('update trials set checkpoint_epoch = 1 where id = 1');
    db.exec('update sweeps set holder_host = null, holder_pid = null');
  });
  put(context.cwd, 'results/checkpoints/sweep-1/trial-1.ckpt', 0, tensors());
  return context;
}

async function doctor(cwd: string, flags = '') {
  const { code, stdout } = await thaw(`doctor --format json${flags}`, fakeContext({ cwd }));
  const { state, checks } = JSON.parse(stdout) as DoctorDocument;
  const of = (part: string) => checks.filter((check) => check.part === part);
  return { code, state, of };
}

describe('thaw doctor', () => {
  test('says of each part that it is well', async () => {
    const { cwd } = await well();
    const { code, of } = await doctor(cwd);
    expect(code).toBe(0);
    expect(of('database')).toMatchObject([
      { state: 'ok', message: 'whole: 1 sweep, 4 trials, 7 reports' },
    ]);
    expect(of('weights')).toMatchObject([{ state: 'ok', message: 'of 1 trial, all there' }]);
    expect(of('disk').map(({ state }) => state)).toEqual(['ok', 'ok']);
    expect(of('backend').length).toBeGreaterThan(1);
  });

  test('is well before there are results, and makes none', async () => {
    const context = fakeContext();
    const { code, of } = await doctor(context.cwd);
    expect(code).toBe(0);
    expect(of('database')[0]!.message).toContain('no results yet');
    expect(left(context.cwd, ['results', 'cache'])).toEqual([]);
  });

  test('reads for a person, and ends with a sentence', async () => {
    const context = await well();
    put(context.cwd, 'results/checkpoints/sweep-1/trial-1.ckpt', 0, 'torn');
    const { stdout, code } = await thaw('doctor', context);
    expect(code).toBe(3);
    expect(stdout).toMatch(/^wrong {4}weights {3}[\s\S]*trial-1\.ckpt/m);
    expect(stdout).toMatch(/One thing is wrong\.\n$/);
  });

  test('makes standings anew from the reports', async () => {
    const { cwd } = await well();
    const before = (await thaw('leaderboard', fakeContext({ cwd }))).stdout;
    damage(cwd, (db) => {
      db.exec(`update standings set highest = 0.99, highest_epoch = 0 where trial_id = 2`);
      db.exec(
        'delete from standings where trial_id = 1; update trials set epochs = 9 where id = 3',
      );
    });
    const wrong = await doctor(cwd);
    expect(wrong.code).toBe(3);
    expect(wrong.of('database')[0]!.message).toContain('standings of 3 trials');
    const { code, of } = await doctor(cwd, ' --repair');
    expect(code).toBe(0);
    expect(of('database')[0]!.repaired).toContain('made the standings of 3 trials anew');
    expect((await thaw('leaderboard', fakeContext({ cwd }))).stdout).toBe(before);
    expect((await doctor(cwd)).state).not.toBe('wrong');
  });

  test('makes a lost index anew', async () => {
    const { cwd } = await well();
    damage(cwd, (db) => db.exec('drop index trials_by_state'));
    const { code, of } = await doctor(cwd);
    expect([code, of('database')[0]!.state]).toEqual([0, 'warning']);
    await doctor(cwd, ' --repair');
    expect((await doctor(cwd)).of('database')[0]!.message).toContain('whole');
  });

  test('makes a damaged index anew, and leaves the rows as they are', async () => {
    const { cwd } = await well();
    damage(cwd, (db) => {
      // The index holds what the column was before.
      db.exec('pragma writable_schema = on');
      db.exec(`update sqlite_schema set sql = 'create index trials_by_state on trials (state, sweep_id)'
               where name = 'trials_by_state'`);
    });
    const broken = await doctor(cwd);
    expect(broken.code).toBe(3);
    expect(broken.of('database')[0]!.todo).toContain('Only indexes are damaged');
    expect((await doctor(cwd, ' --repair')).code).toBe(0);
    expect((await doctor(cwd)).of('database')[0]!.state).toBe('ok');
  });

  test('tells of damage that nothing can mend, and changes nothing', async () => {
    const { cwd } = await well();
    damage(cwd, (db) => db.exec(`update trials set params = '{' where id = 2`));
    for (const flags of ['', ' --repair']) {
      const { code, of } = await doctor(cwd, flags);
      expect(code).toBe(3);
      expect(of('database')[0]!.message).toBe('params is damaged in trial 2');
    }
  });

  test('knows a database that is cut, another program`s, or without a table', async () => {
    const { cwd } = await well();
    damage(cwd, (db) => db.exec('pragma foreign_keys = off; drop table standings'));
    expect((await doctor(cwd)).of('database')[0]!.message).toContain('table standings');
    truncateSync(join(cwd, DB), 9000);
    const cut = await doctor(cwd);
    expect([cut.code, cut.of('database')[0]!.state]).toEqual([3, 'wrong']);
    put(cwd, DB, 0, 'no database at all, but long enough to be looked at as one'.repeat(20));
    expect((await doctor(cwd)).of('database')[0]!.message).toContain('it is no SQLite database');
  });

  test('notes that weights are gone, and takes no result with them', async () => {
    const { cwd } = await well();
    damage(cwd, (db) => db.exec('update trials set checkpoint_epoch = 2 where id = 2'));
    const gone = await doctor(cwd);
    expect([gone.code, gone.of('weights')[0]!.message]).toEqual([
      3,
      'the weights of 1 trial are gone: 2',
    ]);
    const before = (await thaw('leaderboard', fakeContext({ cwd }))).stdout;
    expect((await doctor(cwd, ' --repair')).code).toBe(0);
    expect((await doctor(cwd)).code).toBe(0);
    expect((await thaw('leaderboard', fakeContext({ cwd }))).stdout).toBe(before);
  });

  test('removes what was cut off and locks of the dead, and nothing else', async () => {
    const { cwd } = await well();
    const uuid = '0f7a2b1c-1111-4222-8333-123456789abc';
    const cut = [`cache/npm/pack.part-${uuid}`, 'cache/npm/pack.lock'];
    for (const path of cut) put(cwd, path, 2);
    const before = await doctor(cwd);
    expect([before.code, before.of('cache').at(-1)!.state]).toEqual([0, 'warning']);
    const { of } = await doctor(cwd, ' --repair');
    expect(of('cache').at(-1)!.repaired).toContain('2 things');
    expect(left(cwd, [...cut, DB, 'results/checkpoints/sweep-1/trial-1.ckpt'])).toHaveLength(2);
  });

  test('knows one flipped bit of a checkpoint', async () => {
    const { cwd } = await well();
    const whole = createHash('sha256').update(tensors()).digest('hex');
    damage(cwd, (db) => db.exec(`update trials set checkpoint_digest = '${whole}' where id = 1`));
    expect((await doctor(cwd)).code).toBe(0);
    const bytes = tensors();
    bytes[bytes.length - 1]! ^= 1;
    put(cwd, 'results/checkpoints/sweep-1/trial-1.ckpt', 0, bytes);
    const { code, of } = await doctor(cwd);
    expect([code, of('weights')[0]!.message]).toEqual([3, expect.stringContaining('SHA-256')]);
  });

  test('knows cached images that are not as they were decoded', async () => {
    const { cwd } = await well();
    put(cwd, 'cache/cifar10/manifest.json', 0, '{}');
    const { code, of } = await doctor(cwd);
    expect(code).toBe(0);
    expect(of('cache')[0]).toMatchObject({
      state: 'warning',
      todo: 'The next run makes them anew',
    });
  });

  test('counts images that an older version decoded, and names one', async () => {
    const { cwd } = await well();
    put(cwd, 'cache/cifar10/index.json', 0, '{}');
    put(cwd, 'cache/folders/a/b/index.json', 0, '{}');
    const told = (await doctor(cwd)).of('cache').map(({ message }) => message);
    expect(told[0]).toMatch(/^2 sets of images that an older version of Thaw decoded.*cifar10\)$/);
    expect(told.filter((message) => message.includes('older'))).toHaveLength(1);
  });

  test('tells of a checkpoint that training cannot go on from', async () => {
    const { cwd } = await well();
    const digest = createHash('sha256').update('training').digest('hex');
    damage(cwd, (db) => {
      db.exec(`
        insert into snapshots (id, sweep_id, file, sha256, bytes, epoch, step, provenance, created_at)
        values (1, 1, 'cohort-3-a-1.snapshot', '${digest}', 8, 1, 0, '{"version":"1","backend":"wasm"}', '');
        update trials set state = 'queued', snapshot_id = 1 where id in (3, 4);
      `);
    });
    const told = async () => (await doctor(cwd)).of('weights').map(({ message }) => message);
    const file = 'results/checkpoints/sweep-1/cohort-3-a-1.snapshot';
    const which = 'the checkpoint that 2 trials of sweep 1 would go on from';
    expect(await told()).toEqual([expect.stringContaining(`${which} is gone`)]);
    put(cwd, file, 0, 'Training');
    expect(await told()).toEqual([expect.stringContaining(`${which} is not as it was written`)]);
    put(cwd, file, 0, 'training');
    expect(await told()).toEqual(['of 1 trial, all there']);
  });

  test('takes a database that another program has locked for no damaged one', async () => {
    const { cwd } = await well();
    const other = new Sqlite(join(cwd, DB));
    other.exec('begin exclusive');
    const [found] = (await doctor(cwd)).of('database');
    other.exec('rollback');
    other.close();
    expect(found?.message).toContain('another program has it locked');
    expect(found?.todo).toBe('Nothing is known to be wrong with it: look again then');
    expect((await doctor(cwd)).of('database')).toMatchObject([{ state: 'ok' }]);
  }, 30_000);

  test('tells of weights that another database may miss', async () => {
    const { cwd } = await well();
    put(cwd, 'results/checkpoints/sweep-7/trial-40.ckpt', 0, tensors());
    const { of } = await doctor(cwd, ' --repair');
    expect(of('weights')[0]!.message).toContain('of no sweep that this database has');
    expect(left(cwd, ['results/checkpoints/sweep-7/trial-40.ckpt'])).toHaveLength(1);
  });

  test('says which sweeps wait to be resumed', async () => {
    const { cwd } = await well();
    damage(cwd, (db) => db.exec(`update trials set state = 'queued' where id = 3`));
    const { of } = await doctor(cwd);
    expect(of('database').map(({ todo }) => todo)).toContain('`thaw resume 1` goes on with it');
  });
});

test.each([
  ['20.18.9', 'wrong'],
  ['20.19.0', 'ok'],
  ['22.11.0', 'wrong'],
  ['22.30.1', 'ok'],
  ['21.7.0', 'wrong'],
])('Node %s is %s', (version, state) => {
  expect(checkNode(version, '^20.19.0 || ^22.12.0 || ^24.0.0').state).toBe(state);
});

test('a folder that is not there yet is looked at where it would be made', () => {
  expect(checkFolder('results', '/tmp/not/yet/there').state).not.toBe('wrong');
  expect(checkFolder('results', '/proc/1/not/there').state).toBe('wrong');
});

test.each(['doctor', 'gc', 'leaderboard', 'sweeps'])(
  'thaw %s waits for no named pipe, and reads no device, as a database',
  async (command) => {
    const context = fakeContext();
    execFileSync('mkfifo', [join(context.cwd, 'pipe')]);
    const pipe = await thaw(`${command} --db pipe`, context);
    expect([pipe.code, pipe.stderr]).toEqual([2, expect.stringContaining('is a named pipe')]);
    const folder = await thaw(`${command} --db .`, context);
    expect([folder.code, folder.stderr]).toEqual([2, expect.stringContaining('is a folder')]);
    const device = await thaw(`${command} --db /dev/zero`, fakeContext());
    expect([device.code, device.stderr]).toEqual([2, expect.stringContaining('is a device')]);
  },
);

test('a sweep file without end is read to a bound, and refused', async () => {
  const { code, stderr } = await thaw('validate /dev/zero', fakeContext());
  expect([code, stderr]).toEqual([2, expect.stringContaining('/dev/zero has 1 mistake')]);
});
