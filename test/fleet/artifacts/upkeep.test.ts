import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { blobKey, partsOf } from '../../../src/fleet/artifacts/blob-key.js';
import type { BlobPlace } from '../../../src/fleet/artifacts/drivers/driver.js';
import { blobDriverFor } from '../../../src/fleet/artifacts/drivers/index.js';
import {
  type ArtifactStore,
  openArtifactStore,
} from '../../../src/fleet/artifacts/store/artifact-store.js';
import { findGarbage, removeGarbage } from '../../../src/fleet/artifacts/upkeep/garbage.js';
import { examineManifests } from '../../../src/fleet/artifacts/upkeep/manifests.js';
import type { Connections } from '../../../src/store/postgres/sql.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { fleetDatabase } from '../fleet-database.js';
import { inChunks, sha256 } from './bytes.js';

const HOUR = 3_600_000;
const RULE = { graceMs: 24 * HOUR, inputMs: 720 * HOUR };

describeWithPostgres('what artifacts are kept for', () => {
  let sql: Connections;
  let place: BlobPlace;
  let store: ArtifactStore;
  let sweep: number;
  const root = mkdtempSync(join(tmpdir(), 'artifacts-'));

  beforeAll(async () => {
    sql = await fleetDatabase();
    place = await blobDriverFor(root).open(root, {});
    store = openArtifactStore({ sql, place, mostBytes: 2 ** 30 });
  });
  afterAll(() => sql.close());
  beforeEach(async () => {
    for (const table of [
      'messages',
      'leases',
      'sweeps',
      'fingerprints',
      'artifact_keys',
      'artifacts',
    ]) {
      await sql.run(`delete from ${table}`);
    }
    rmSync(join(root, 'ours'), { recursive: true, force: true });
    sweep = await idOf(
      `insert into sweeps (name, state, spec, file, source, created_at)
       values ('flowers', 'running', '{}', 'x', 'x', 'now') returning id`,
    );
  });

  const idOf = async (text: string, values: readonly unknown[] = []) =>
    (await sql.one<{ id: number }>(text, values))!.id;

  /** A blob that was last used so many hours ago. */
  async function blob(hours = 48, team = 'ours') {
    const bytes = randomBytes(100);
    const digest = sha256(bytes);
    await store.put(team, digest, inChunks(bytes, 100));
    await age(digest, hours);
    return digest;
  }
  const age = (digest: string, hours: number) =>
    sql.run('update artifacts set created_at = created_at - $2 where digest = $1', [
      digest,
      hours * HOUR,
    ]);
  const garbage = async () => (await findGarbage(sql, RULE)).map(({ digest }) => digest);

  const trial = (columns: Readonly<Record<string, unknown>>) => {
    const names = Object.keys(columns);
    return idOf(
      `insert into trials (sweep_id, number, point, replicate, params, state${names.map((name) => `, ${name}`).join('')})
       values ($1, (select count(*) from trials), 0, 0, '{}', 'finished'${names.map((_, n) => `, $${n + 2}`).join('')})
       returning id`,
      [sweep, ...Object.values(columns)],
    );
  };
  const snapshot = (digest: string) =>
    idOf(
      `insert into snapshots (sweep_id, file, sha256, bytes, epoch, step, provenance, created_at)
       values ($1, 'a', $2, 100, 1, 0, '{}', 'now') returning id`,
      [sweep, digest],
    );
  const lease = async (state: string, order = '') => {
    const id = randomUUID();
    await sql.run(
      `insert into leases (id, sweep_id, team, cohort, queue, "order", state, created_at)
       values ($1, $2, 'ours', 'c', 'q', $3, $4, 0)`,
      [id, sweep, order, state],
    );
    return id;
  };

  test('what nothing names goes once nobody has used it for a day', async () => {
    const [old, fresh] = [await blob(25), await blob(23)];
    expect(await garbage()).toEqual([old]);
    expect(await removeGarbage(sql, place, { team: 'ours', digest: fresh }, RULE)).toBe(false);
    expect(await removeGarbage(sql, place, { team: 'ours', digest: old }, RULE)).toBe(true);
    expect(await removeGarbage(sql, place, { team: 'ours', digest: old }, RULE)).toBe(false);
    expect(existsSync(join(root, ...partsOf(blobKey('ours', old))))).toBe(false);
    expect([await store.head('ours', old), await store.head('ours', fresh)]).toEqual([null, 100]);
  });

  test('whoever asks for it has it for another day', async () => {
    const asked = await blob();
    expect(await store.head('ours', asked)).toBe(100);
    expect(await garbage()).toEqual([]);
  });

  test.each<readonly [string, (digest: string) => Promise<unknown>]>([
    ['a snapshot', (digest) => snapshot(digest)],
    ["a trial's weights", (checkpoint_digest) => trial({ checkpoint_digest })],
    ["a trial's whole network", (network_digest) => trial({ network_digest })],
    ['an order that waits', (digest) => lease('queued', `[{"sha256":1},"${digest}"]`)],
    ['an order at an agent', (digest) => lease('running', `[{"sha256":1},"${digest}"]`)],
    [
      'what an agent told last',
      async (digest) =>
        sql.run('insert into messages (lease_id, seq, body) values ($1, 1, $2)', [
          await lease('finished'),
          `[{"checkpointDigest":1},"${digest}"]`,
        ]),
    ],
  ])('%s keeps it, for as long as it is there', async (_, name) => {
    const [digest, other] = [await blob(9999), await blob(9999)];
    await name(digest);
    expect(await garbage()).toEqual([other]);
    expect(await removeGarbage(sql, place, { team: 'ours', digest }, RULE)).toBe(false);
    await sql.run('delete from sweeps');
    expect((await garbage()).toSorted()).toEqual([digest, other].toSorted());
  });

  test('an order that was trained keeps nothing', async () => {
    const digest = await blob();
    await lease('finished', `[{"sha256":1},"${digest}"]`);
    expect(await garbage()).toEqual([digest]);
  });

  test('images go thirty days after the last sweep that used them did', async () => {
    const digest = await blob(0);
    const key = sha256(Buffer.from('listing'));
    await store.link('ours', 'data', key, digest);
    await age(digest, 800);
    await sql.run(
      `insert into submissions (sweep_id, team, owner, priority, wanted, made, submitted_at)
       values ($1, 'ours', 'ada', 1, 'run', $2, 0)`,
      [
        sweep,
        JSON.stringify({
          change: 0,
          fingerprint: { classNames: [], data: key, weights: 'random' },
        }),
      ],
    );
    expect(await garbage()).toEqual([]);
    await sql.run('delete from sweeps');
    expect(await findGarbage(sql, RULE)).toMatchObject([{ digest, isInput: true }]);
    expect(await findGarbage(sql, { ...RULE, inputMs: 801 * HOUR })).toEqual([]);
    expect(await removeGarbage(sql, place, { team: 'ours', digest }, RULE)).toBe(true);
    expect(await store.find('ours', 'data', key)).toBeNull();
  });

  test('images of a trial that was copied here stay without a submission', async () => {
    const digest = await blob(0);
    const key = sha256(Buffer.from('listing 2'));
    await store.link('ours', 'data', key, digest);
    await age(digest, 800);
    const fingerprint_id = await idOf(
      "insert into fingerprints (class_names, data, weights) values ('[]', $1, 'x') returning id",
      [key],
    );
    expect(await garbage()).toEqual([digest]);
    await trial({ fingerprint_id });
    expect(await garbage()).toEqual([]);
  });

  test('what is put while it is being removed is there, or is said not to be', async () => {
    for (let round = 0; round < 10; round += 1) {
      const bytes = randomBytes(100);
      const digest = sha256(bytes);
      await store.put('ours', digest, inChunks(bytes, 100));
      await age(digest, 48);
      const [put] = await Promise.allSettled([
        store.put('ours', digest, inChunks(bytes, 100)),
        removeGarbage(sql, place, { team: 'ours', digest }, RULE),
      ]);
      const isThere = (await store.head('ours', digest)) === 100;
      expect(isThere).toBe(put.status === 'fulfilled');
      if (put.status === 'rejected') expect(put.reason).toMatchObject({ fault: 'busy' });
    }
  });

  test('each row that promises a blob is looked at; read to the last byte if asked', async () => {
    const [checkpoint_digest, network_digest, sha, data] = await Promise.all(
      [0, 0, 0, 0].map(() => blob(0)),
    );
    const snapshot_id = await snapshot(sha!);
    const id = await trial({ checkpoint_digest, network_digest, checkpoint_epoch: 3, snapshot_id });
    await store.link('ours', 'data', sha256(Buffer.from('k')), data!);
    expect(await examineManifests(sql, place, false)).toEqual({ count: 4, bytes: 400, broken: [] });
    expect((await examineManifests(sql, place, true)).broken).toEqual([]);

    const pathOf = (digest: string) => join(root, ...partsOf(blobKey('ours', digest)));
    rmSync(pathOf(checkpoint_digest!));
    writeFileSync(pathOf(network_digest!), 'short');
    writeFileSync(pathOf(sha!), randomBytes(100));
    const found = { sweep, trial: id };
    const shallow = [
      { kind: 'checkpoint', how: 'missing', digest: checkpoint_digest, ...found },
      { kind: 'network', how: 'damaged', digest: network_digest, ...found },
    ];
    expect((await examineManifests(sql, place, false)).broken).toEqual(shallow);
    expect((await examineManifests(sql, place, true)).broken).toEqual([
      ...shallow,
      { kind: 'snapshot', how: 'damaged', digest: sha, sweep, trial: null },
    ]);
    // Nobody looks at what was not kept.
    await sql.run('update trials set checkpoint_epoch = null, snapshot_id = null');
    expect((await examineManifests(sql, place, true)).broken).toEqual([]);
    expect(readdirSync(root)).toEqual(['ours']);
  });
});
