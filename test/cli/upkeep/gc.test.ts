import { copyFileSync, mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TENSORFLOW_VERSION } from '../../../src/device/tensorflow/layout.js';
import type { GcDocument } from '../../../src/results/documents/upkeep.js';
import { openStore } from '../../../src/store/sqlite/sqlite-store.js';
import { fakeContext, thaw } from '../fake-context.js';
import { seedResults } from '../seed-results.js';
import { age, DB, damage, left, put, tensors } from './damage.js';

const UUID = '0f7a2b1c-1111-4222-8333-123456789abc';
const SWEEP = 'results/checkpoints/sweep-1';
/** A process of this machine that is not there. */
const DEAD = `${hostname()} ${2 ** 22 + 1}`;

/** A folder with an ended sweep, of whose four trials the first has weights. */
async function results() {
  const { cwd } = fakeContext();
  await seedResults(cwd);
  damage(cwd, (db) => {
    db.exec('update trials set checkpoint_epoch = 1 where id = 1');
    db.exec('update sweeps set holder_host = null, holder_pid = null');
  });
  put(cwd, `${SWEEP}/trial-1.ckpt`, 0, tensors());
  return cwd;
}

async function gc(cwd: string, flags = ''): Promise<GcDocument> {
  const { code, stdout } = await thaw(`gc --format json${flags}`, fakeContext({ cwd }));
  expect(code).toBe(0);
  return JSON.parse(stdout) as GcDocument;
}

async function kinds(cwd: string): Promise<readonly string[]> {
  return (await gc(cwd)).leftovers.map(({ kind }) => kind);
}

describe('thaw gc', () => {
  test('finds nothing beside a run that ended well', async () => {
    expect(await gc(await results())).toMatchObject({ leftovers: [], bytes: 0, kept: [] });
  });

  test('frees weights that were fetched from other machines, once they are old', async () => {
    const cwd = await results();
    put(cwd, `cache/weights-of-trials/${'a'.repeat(64)}`, 24 * 31);
    put(cwd, `cache/weights-of-trials/${'b'.repeat(64)}`, 24 * 29);
    const { leftovers } = await gc(cwd);
    expect(leftovers).toMatchObject([
      {
        kind: 'checkpoint',
        path: join(cwd, 'cache', 'weights-of-trials', 'a'.repeat(64)),
        why: 'fetched over 30 days ago, and can be again',
      },
    ]);
  });

  test('says what it would free, and frees it only when told to', async () => {
    const cwd = await results();
    const gone = [
      `${SWEEP}/trial-2.ckpt`,
      `${SWEEP}/trial-1.ckpt.${UUID}.part`,
      `${SWEEP}/cohort-3-0f7a2b1c-1.snapshot`,
      `results/features-${2 ** 22 + 1}-1-1`,
      `cache/folders/aa/bb.part-${UUID}`,
      `cache/folders/aa/cc.part-0f7a2b1c.${2 ** 22 + 1}.abcdef01`,
      'cache/npm/pack.lock',
      'cache/backends/tensorflow/.tfjs-1-abcdef',
      'cache/backends/tensorflow/tfjs-3.0.0-tensorflow-2.0.0-cpu/build.json',
    ];
    for (const path of gone) put(cwd, path, 2, path.endsWith('.lock') ? DEAD : '12345678');
    age(join(cwd, 'cache/backends/tensorflow/.tfjs-1-abcdef'), 2);

    const dry = await gc(cwd);
    expect(dry.leftovers.map(({ kind }) => kind).sort()).toEqual([
      'backend',
      'checkpoint',
      'lock',
      'part',
      'part',
      'part',
      'snapshot',
      'spill',
      'work',
    ]);
    expect(dry).toMatchObject({ removed: false, bytes: 8 * 8 + DEAD.length });
    expect(left(cwd, gone)).toEqual(gone);

    expect(await gc(cwd, ' --yes')).toMatchObject({ removed: true, bytes: dry.bytes });
    expect(left(cwd, [...gone, DB, `${SWEEP}/trial-1.ckpt`])).toEqual([
      DB,
      `${SWEEP}/trial-1.ckpt`,
    ]);
    expect(await kinds(cwd)).toEqual([]);
  });

  test('keeps programs that were compiled, and frees them only when asked by name', async () => {
    const cwd = await results();
    const used = `cache/programs/tensorflow-${TENSORFLOW_VERSION}-NVIDIA-H200`;
    const other = 'cache/programs/tensorflow-2.0.0-NVIDIA-H200';
    for (const path of [used, other]) put(cwd, `${path}/step.pb`, 0, '12345678');
    const { leftovers, kept } = await gc(cwd);
    expect(leftovers).toMatchObject([{ kind: 'programs', path: join(cwd, other), bytes: 8 }]);
    expect(kept).toMatchObject([
      { path: join(cwd, used), why: expect.stringMatching(/^8 B of compiled programs.*same bits/) },
    ]);
    await gc(cwd, ' --yes');
    expect(left(cwd, [used, other])).toEqual([used]);
    const asked = await gc(cwd, ' --programs');
    expect(asked.leftovers).toMatchObject([{ why: expect.stringMatching(/resumed.*last digits/) }]);
    await gc(cwd, ' --programs --yes');
    expect(left(cwd, [used])).toEqual([]);
  });

  test('asks a person first', async () => {
    const cwd = await results();
    const path = `${SWEEP}/trial-2.ckpt`;
    put(cwd, path);
    const no = fakeContext({ cwd, terminal: true, answer: 'n' });
    const { stdout } = await thaw('gc', no);
    expect(stdout).toContain('Nothing was removed.');
    expect(no.stderr()).toContain('better trials came after it');
    expect(left(cwd, [path])).toHaveLength(1);
    const yes = fakeContext({ cwd, terminal: true, answer: 'y' });
    expect((await thaw('gc', yes)).stdout).toContain('Removed: 1 thing, 1 B.');
    expect(left(cwd, [path])).toEqual([]);
  });

  test('never touches what is written this very moment, or under a lock that is held', async () => {
    const cwd = await results();
    put(cwd, `${SWEEP}/trial-1.ckpt.${UUID}.part`);
    put(cwd, 'cache/folders/aa/bb.lock', 0, `${hostname()} ${process.pid}`);
    put(cwd, `cache/folders/aa/bb.part-${UUID}`, 30);
    put(cwd, `results/features-${process.pid}-1-1`);
    put(cwd, 'cache/backends/tensorflow/.tfjs-1-abcdef/wheel');
    expect(await kinds(cwd)).toEqual([]);
  });

  test('leaves a sweep that is run, or waits for a resume, what it needs', async () => {
    const cwd = await results();
    const files = [`${SWEEP}/trial-2.ckpt`, `${SWEEP}/cohort-3-0f7a2b1c-1.snapshot`];
    for (const path of files) put(cwd, path, 2);
    damage(cwd, (db) => db.exec(`update trials set state = 'queued' where id = 3`));
    expect(await kinds(cwd)).toEqual([]);
    damage(cwd, (db) => db.exec(`update trials set state = 'failed' where id = 3`));
    expect(await kinds(cwd)).toHaveLength(2);
    const store = openStore(join(cwd, DB));
    await store.queue.lock(1);
    expect(await kinds(cwd)).toEqual([]);
    await store.queue.unlock(1);
    await store.close();
  });

  test('frees the files of a deleted sweep, but never of one that it does not know', async () => {
    const cwd = await results();
    const sweeps = [2, 9].map((id) => `results/checkpoints/sweep-${id}`);
    // Of another database: its ids may be below those that this one ever had.
    damage(cwd, (db) => db.exec(`update sqlite_sequence set seq = 5 where name = 'sweeps'`));
    for (const sweep of sweeps) put(cwd, `${sweep}/trial-5.ckpt`);
    // A process died while it deleted them.
    put(cwd, 'results/checkpoints/sweep-3.deleted/trial-7.ckpt');
    const { leftovers, kept } = await gc(cwd, ' --yes');
    expect(leftovers.map(({ path }) => path)).toEqual([
      join(cwd, 'results/checkpoints/sweep-3.deleted'),
    ]);
    expect(kept.map(({ path }) => path)).toEqual(sweeps.map((sweep) => join(cwd, sweep)));
    expect(left(cwd, [...sweeps, 'results/checkpoints/sweep-3.deleted'])).toEqual(sweeps);
  });

  test('never frees weights of a trial that this database has not had yet', async () => {
    const cwd = await results();
    put(cwd, `${SWEEP}/trial-5.ckpt`, 2);
    expect(await kinds(cwd)).toEqual([]);
  });

  test('never frees a folder in the place of a file', async () => {
    const cwd = await results();
    put(cwd, `${SWEEP}/trial-2.ckpt/notes.txt`, 999);
    put(cwd, `${SWEEP}/cohort-3-0f7a2b1c-1.snapshot/notes.txt`, 999);
    expect(await kinds(cwd)).toEqual([]);
  });

  test('never frees what is not of the kinds that a sweep leaves', async () => {
    const cwd = await results();
    put(cwd, `${SWEEP}/notes.txt`, 999);
    put(cwd, `${SWEEP}/trial-1.ckpt.backup`, 999);
    put(cwd, 'cache/folders/notes.txt', 999);
    expect(await kinds(cwd)).toEqual([]);
  });

  test('frees marks of processes that left, but for those whose sweep may still read them', async () => {
    const cwd = await results();
    const other = '1f7a2b1c-1111-4222-8333-123456789abc';
    for (const token of [UUID, other]) put(cwd, `${DB}.left-${token}`, 2, '');
    damage(cwd, (db) => db.exec(`update sweeps set holder_token = '${UUID}' where id = 1`));
    const { leftovers } = await gc(cwd, ' --yes');
    expect(leftovers).toMatchObject([{ kind: 'mark', bytes: 0 }]);
    expect(left(cwd, [`${DB}.left-${UUID}`, `${DB}.left-${other}`])).toEqual([
      `${DB}.left-${UUID}`,
    ]);
  });

  test('never frees a network, even when all else of its trial is gone', async () => {
    const cwd = await results();
    put(cwd, `${SWEEP}/trial-2.safetensors`, 999);
    expect(await kinds(cwd)).toEqual([]);
  });

  test('frees a copy of the database only if that has all of it', async () => {
    const cwd = await results();
    const copy = `${DB}.schema-2.bak`;
    copyFileSync(join(cwd, DB), join(cwd, copy));
    expect(await kinds(cwd)).toEqual(['backup']);
    damage(cwd, (db) => db.exec('delete from reports where trial_id = 1 and epoch = 2'));
    expect(await gc(cwd, ' --yes')).toMatchObject({
      leftovers: [],
      kept: [{ why: 'it holds results that the database does not' }],
    });
    expect(left(cwd, [copy])).toHaveLength(1);
  });

  test('keeps a copy of a database of which another has the place by now', async () => {
    const cwd = await results();
    copyFileSync(join(cwd, DB), join(cwd, `${DB}.schema-2.bak`));
    damage(cwd, (db) => db.exec(`update sweeps set created_at = '2031-01-01T00:00:00.000Z'`));
    expect(await gc(cwd)).toMatchObject({ leftovers: [], kept: [{}] });
  });

  test('frees nothing while the database cannot be read', async () => {
    const cwd = await results();
    put(cwd, `${SWEEP}/trial-2.ckpt`);
    put(cwd, DB, 0, 'damaged'.repeat(100));
    const { code, stderr } = await thaw('gc --yes', fakeContext({ cwd }));
    expect([code, stderr]).toEqual([3, expect.stringContaining('no SQLite database')]);
    expect(left(cwd, [`${SWEEP}/trial-2.ckpt`])).toHaveLength(1);
  });

  test('frees decoded images of a folder that is gone, or of an earlier state of it', async () => {
    const cwd = await results();
    mkdirSync(join(cwd, 'photos'));
    const [one, two, three] = ['1', '2', '3'].map((digit) => digit.repeat(20));
    const source = (path: string) => JSON.stringify({ source: join(cwd, path) });
    put(cwd, `cache/sources/there.json`, 0, source('photos'));
    put(cwd, `cache/folders/there/${one}/train.bin`);
    put(cwd, `cache/folders/there/${two}/train.bin`);
    age(join(cwd, `cache/folders/there/${one}`), 5);
    put(cwd, `cache/sources/gone.json`, 0, source('moved'));
    put(cwd, `cache/folders/gone/${three}/train.bin`);
    put(cwd, `cache/folders/unknown/${three}/train.bin`);
    const { leftovers } = await gc(cwd);
    expect(leftovers.map(({ path }) => path)).toEqual([
      join(cwd, 'cache/folders/gone'),
      join(cwd, `cache/folders/there/${one}`),
    ]);
  });
});
