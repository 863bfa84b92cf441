import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { blobDriverFor } from '../../../src/fleet/artifacts/drivers/index.js';
import { openArtifactStore } from '../../../src/fleet/artifacts/store/artifact-store.js';
import type { GcDocument } from '../../../src/results/documents/upkeep.js';
import { openStore } from '../../../src/store/postgres/postgres-store.js';
import { type Connections, connectTo } from '../../../src/store/postgres/sql.js';
import { fakeSpec } from '../../fakes/specs.js';
import { inChunks, sha256 } from '../../fleet/artifacts/bytes.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { sharedPostgres } from '../../postgres/server.js';
import { fakeContext, thaw } from '../fake-context.js';

const DAY = 86_400_000;

describeWithPostgres('upkeep of what machines share', () => {
  let at: string;
  let sql: Connections;
  let cwd: string;

  beforeEach(async () => {
    at = await (await sharedPostgres()).database();
    const store = await openStore(at);
    const sweep = await store.queue.createSweep({ spec: fakeSpec(), file: '', source: '' });
    await store.queue.unlock(sweep);
    await store.close();
    sql = connectTo(at);
    cwd = fakeContext().cwd;
  });
  afterEach(() => sql.close());

  /** An artifact below `cwd/blobs`, as a gateway puts it there. */
  async function put(daysAgo: number): Promise<string> {
    const place = await blobDriverFor(join(cwd, 'blobs')).open(join(cwd, 'blobs'), {});
    const bytes = randomBytes(1000);
    const digest = sha256(bytes);
    const store = openArtifactStore({ sql, place, mostBytes: 10_000 });
    await store.put('ours', digest, inChunks(bytes, 500));
    const values = [digest, daysAgo * DAY];
    await sql.run('update artifacts set created_at = created_at - $2 where digest = $1', values);
    return digest;
  }
  const lying = () =>
    readdirSync(join(cwd, 'blobs'), { recursive: true, encoding: 'utf8' })
      .map((path) => path.split('/').at(-1)!)
      .filter((name) => name.length === 64);
  const gc = (flags: string, env = {}) =>
    thaw(`gc --store ${at}${flags}`, fakeContext({ cwd, env }));
  const doctor = (flags: string) => thaw(`doctor --store ${at}${flags}`, fakeContext({ cwd }));

  test('thaw gc says what no row names, and removes that alone, once told to', async () => {
    const [old, fresh] = [await put(2), await put(0)];
    const found = await gc(' --artifacts blobs --format json');
    const document = JSON.parse(found.stdout) as GcDocument;
    expect(document).toMatchObject({ bytes: 1000, removed: false });
    expect(document.leftovers).toEqual([
      {
        kind: 'artifact',
        path: join(cwd, 'blobs/ours', old.slice(0, 2), old),
        bytes: 1000,
        why: 'no trial, checkpoint or agent names it any more',
      },
    ]);
    expect(lying().toSorted()).toEqual([old, fresh].toSorted());
    const removed = await gc(' --yes', { THAW_ARTIFACTS: join(cwd, 'blobs') });
    expect(removed).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Removed: 1 thing, 1.0 kB.'),
    });
    expect(lying()).toEqual([fresh]);
    expect((await gc(' --artifacts blobs')).stdout).toBe('Nothing is left over.\n');
  });

  test('what a gateway keeps is for whoever runs it to free, which is said', async () => {
    const { code, stdout } = await thaw('gc --store http://127.0.0.1:1', fakeContext({ cwd }));
    expect(code).toBe(0);
    expect(stdout).toMatch(/Kept: http:\/\/127\.0\.0\.1:1.*freed by who runs it/);
  });

  test('without a place of artifacts they are left alone, with a word', async () => {
    await put(2);
    const { code, stdout } = await gc(' --yes');
    expect([code, lying().length]).toEqual([0, 1]);
    expect(stdout).toMatch(/Kept: .*--artifacts or THAW_ARTIFACTS, and neither is set/);
    expect((await doctor('')).stdout).toMatch(/warning +artifacts +not looked at/);
  });

  test('a place of artifacts that is none is refused', async () => {
    const { code, stderr } = await gc(' --artifacts ftp://x');
    expect([code, stderr.includes('Artifacts are kept in')]).toEqual([2, true]);
  });

  test('nothing is made of a database that has no results', async () => {
    const empty = await (await sharedPostgres()).database();
    const line = `gc --store ${empty} --artifacts blobs`;
    const { code, stderr } = await thaw(line, fakeContext({ cwd }));
    expect([code, stderr.includes('There are no results yet')]).toEqual([3, true]);
    const other = connectTo(empty);
    const schemas = "select 1 from pg_namespace where nspname = 'thaw'";
    expect(await other.all(schemas)).toEqual([]);
    await other.close();
  });

  test('thaw doctor names rows whose artifacts are gone or, asked to read them, damaged', async () => {
    const [weights, snapshot] = [await put(0), await put(0)];
    await sql.run(
      `insert into trials (sweep_id, number, point, replicate, params, state, checkpoint_epoch, checkpoint_digest)
       values (1, 0, 0, 0, '{}', 'finished', 1, $1), (1, 1, 0, 1, '{}', 'finished', 1, $2)`,
      [weights, snapshot],
    );
    expect((await doctor(' --artifacts blobs')).stdout).toMatch(
      /ok +artifacts +2 artifacts, 2\.0 kB/,
    );
    const path = join(cwd, 'blobs/ours', weights.slice(0, 2), weights);
    writeFileSync(path, randomBytes(1000));
    expect(await doctor(' --artifacts blobs')).toMatchObject({ code: 0 });
    const read = await doctor(' --artifacts blobs --deep --format json');
    expect(read.code).toBe(3);
    expect(read.stdout).toContain(
      `the weights of trial 1 of sweep 1: artifact ${weights} is not as it was put there`,
    );
    rmSync(path);
    const gone = await doctor(' --artifacts blobs');
    expect([gone.code, gone.stdout.replaceAll(/\s+/g, ' ').includes('is gone')]).toEqual([3, true]);
  });

  test('thaw gc frees what an agent fetched and did not use for long, or not to its end', async () => {
    const cache = join(cwd, 'cache/inputs/data');
    const [used, unused] = ['a', 'b'].map((digit) => digit.repeat(64)) as [string, string];
    for (const name of [used, unused]) {
      mkdirSync(join(cache, name), { recursive: true });
      writeFileSync(join(cache, name, 'image.png'), 'x'.repeat(100));
    }
    const names = [unused, `${'c'.repeat(64)}.tar.part`, `${'d'.repeat(64)}.tar.part`];
    for (const name of names.slice(1)) writeFileSync(join(cache, name), 'x');
    const long = new Date(Date.now() - 31 * DAY);
    for (const name of names.slice(0, 2)) utimesSync(join(cache, name), long, long);
    const env = { THAW_CACHE: join(cwd, 'cache') };
    const { stdout } = await thaw('gc --yes --format json', fakeContext({ cwd, env }));
    const { leftovers } = JSON.parse(stdout) as GcDocument;
    expect(leftovers.map(({ kind, path }) => [kind, path])).toEqual([
      ['part', join(cache, names[1]!)],
      ['input', join(cache, unused)],
    ]);
    expect(readdirSync(cache).toSorted()).toEqual([used, names[2]]);
  });
});
