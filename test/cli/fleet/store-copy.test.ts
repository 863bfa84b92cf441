import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { sightOf } from '../../../src/fleet/gateway/reading/sight.js';
import { hashFile } from '../../../src/machine/files/hash-file.js';
import { checkpointFile, checkpointFolder, weightsFile } from '../../../src/store/files.js';
import { connectTo } from '../../../src/store/postgres/sql.js';
import { openStore } from '../../../src/store/sqlite/sqlite-store.js';
import { fakeReport, fakeSpec, MADE, newTrials, PROVENANCE } from '../../fakes/specs.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { sharedPostgres } from '../../postgres/server.js';
import { fakeContext, thaw } from '../fake-context.js';

let folder: string;
let from: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'thaw-copy-'));
  from = join(folder, 'thaw.sqlite');
  const store = openStore(from);
  const id = await store.queue.createSweep({ spec: fakeSpec(), file: '/x', source: 'a: b\n' });
  const trials = await store.queue.add(id, newTrials([{ learning_rate: 0.1 }, {}, {}]));
  const [kept, waits] = trials.map((trial) => trial.id);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return hashFile(path);
  };
  await store.queue.take([kept!, waits!], PROVENANCE, MADE);
  await store.log.report([{ trialId: kept!, report: fakeReport(0, 0.5) }]);
  const checkpointDigest = write(checkpointFile(from, id, kept!), 'weights');
  await store.queue.end([
    { trialId: kept!, state: 'finished', checkpointEpoch: 0, checkpointDigest },
  ]);
  await store.queue.setNetwork(kept!, write(weightsFile(from, id, kept!), 'network'));
  const file = 'c-1.snapshot';
  const sha256 = write(join(checkpointFolder(from, id), file), 'snapshot');
  const snapshot = { file, sha256, bytes: 8, epoch: 0, step: 3, provenance: PROVENANCE };
  await store.queue.addSnapshot(id, snapshot, [waits!]);
  await store.queue.end([{ trialId: waits!, state: 'interrupted' }]);
  await store.close();
});

const run = (line: string) => thaw(`store copy ${line}`, fakeContext({ cwd: folder }));

describe('thaw store copy', () => {
  test('says what was copied, that it is the same, and which files came along', async () => {
    const { code, stdout } = await run(`${from} b/thaw.sqlite`);
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toBe(`Copied 1 sweep from ${from} to ${folder}/b/thaw.sqlite.`);
    expect(stdout).toMatch(/\ntrials +3 +[0-9a-f]{16}\n/);
    expect(stdout).toContain('Read back, all of it says the same: ');
    expect(stdout).toContain('Weights and checkpoints: 3 files, 22 B.');
    const to = join(folder, 'b', 'thaw.sqlite');
    expect(readFileSync(checkpointFile(to, 1, 1), 'utf8')).toBe('weights');
    expect(readFileSync(weightsFile(to, 1, 1), 'utf8')).toBe('network');
    expect(readFileSync(join(checkpointFolder(to, 1), 'c-1.snapshot'), 'utf8')).toBe('snapshot');
  });

  test('gives files the names that their sweeps and trials have there', async () => {
    await run(`${from} b.sqlite`);
    const again = await run(`${from} b.sqlite --again --sweep 1 --format json`);
    expect(JSON.parse(again.stdout)).toMatchObject({
      sweeps: [{ name: 'fake', from: 1, to: 2 }],
      files: { copied: 3, bytes: 22, left: [] },
    });
    const to = join(folder, 'b.sqlite');
    expect(readdirSync(checkpointFolder(to, 2)).sort()).toEqual([
      ...['c-1.snapshot', 'trial-4.ckpt', 'trial-4.safetensors'],
    ]);
  });

  test('keeps clear of folders that lie there, whosever they are', async () => {
    const to = join(folder, 'b.sqlite');
    mkdirSync(checkpointFolder(to, 7), { recursive: true });
    const { stdout } = await run(`${from} b.sqlite --format json`);
    expect(JSON.parse(stdout)).toMatchObject({ sweeps: [{ from: 1, to: 8 }] });
    expect(readdirSync(checkpointFolder(to, 7))).toEqual([]);
  });

  test('tells of weights that are missing or damaged, and copies the rest', async () => {
    writeFileSync(checkpointFile(from, 1, 1), 'other');
    const { stdout } = await run(`${from} b.sqlite`);
    expect(stdout).toContain('Damaged, and not copied: 1 file of weights (checkpoint of trial 1).');
    expect(stdout).toContain('Weights and checkpoints: 2 files');
    expect(existsSync(checkpointFile(join(folder, 'b.sqlite'), 1, 1))).toBe(false);
  });

  test('leaves no files where the rows could not be copied', async () => {
    await run(`${from} b.sqlite`);
    const { code, stderr } = await run(`${from} b.sqlite`);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('sweep 1 (fake) is there already, as sweep 1: --sweep names others'),
    ]);
    expect(readdirSync(dirname(checkpointFolder(join(folder, 'b.sqlite'), 1)))).toEqual([
      'sweep-1',
    ]);
  });

  test('refuses what cannot be copied, and says why', async () => {
    for (const [line, said] of [
      [from, '`thaw store copy FROM TO` misses TO'],
      [`${from} ${from}`, 'cannot be copied to itself'],
      [`nowhere.sqlite b.sqlite`, 'There is no database at'],
      [`${from} https://gateway.example`, 'can only be read through it'],
      [`${from} b.sqlite --sweep x`, '--sweep expects ids of sweeps, such as 3 or 3,5, not x'],
      [`${from} b.sqlite --sweep 1,9`, 'There is no sweep 9 to copy; there is 1'],
      [`${from} postgres://ann:hunter2@127.0.0.1:1/x`, 'no server listens there'],
    ] as const) {
      const { code, stderr } = await run(line);
      expect(stderr, line).toContain(said);
      expect(stderr).not.toContain('hunter2');
      expect(code).toBe(line.includes('hunter2') ? 3 : 2);
    }
    expect(existsSync(join(folder, 'b.sqlite'))).toBe(false);
  });
});

describeWithPostgres('thaw store copy with PostgreSQL', () => {
  test('copies rows there and back, and says that weights stayed where they are, if nothing says where to put them', async () => {
    const place = await (await sharedPostgres()).database();
    const there = await run(`${from} ${place}`);
    expect(there.code).toBe(0);
    expect(there.stdout).toContain(
      'Where artifacts lie is said by THAW_ARTIFACTS, which is not set; not copied: 3 files (snapshot of sweep 1, checkpoint of trial 1, network of trial 1).',
    );
    const digest = /says the same: (\w+)/.exec(there.stdout)?.[1];
    const back = await run(`${place} back.sqlite`);
    expect(/says the same: (\w+)/.exec(back.stdout)?.[1]).toBe(digest);
  });

  test('makes the sweeps the team’s, which sees them as its own; what has not ended rests', async () => {
    const place = await (await sharedPostgres()).database();
    const env = { THAW_TEAM: 'blue' };
    await thaw(`store copy ${from} ${place}`, fakeContext({ cwd: folder, env }));
    const connections = connectTo(place);
    const submissions = await connections.all(
      'select sweep_id as sweep, team, wanted, made from submissions',
    );
    expect(submissions).toEqual([
      { sweep: 1, team: 'blue', wanted: 'pause', made: expect.any(String) },
    ]);
    expect(JSON.parse((submissions[0] as { made: string }).made)).toEqual(MADE);
    expect(await sightOf(connections, 'blue').sweeps([1])).toEqual(new Set([1]));
    const listed = async () =>
      (await thaw(`sweeps --store ${place}`, fakeContext({ cwd: folder }))).stdout;
    expect(await listed()).toMatch(/^ +1 +fake +paused /m);
    await connections.run(`update submissions set wanted = 'cancel'`);
    expect(await listed()).toMatch(/^ +1 +fake +cancelled /m);
    await connections.run(`update submissions set wanted = 'run'`);
    expect(await listed()).toMatch(/^ +1 +fake +interrupted /m);
    await connections.close();
  });

  test('takes weights and checkpoints along as artifacts, and back as files', async () => {
    const place = await (await sharedPostgres()).database();
    const env = { THAW_ARTIFACTS: join(folder, 'artifacts'), THAW_CACHE: join(folder, 'cache') };
    const copy = (line: string) => thaw(`store copy ${line}`, fakeContext({ cwd: folder, env }));
    const there = await copy(`${from} ${place}`);
    expect(there.stdout).toContain('Weights and checkpoints: 3 files, 22 B.');
    const doctor = await thaw(`doctor --deep --store ${place}`, fakeContext({ cwd: folder, env }));
    expect(doctor.stdout).toMatch(/ok +artifacts +3 artifacts, 22 B/);
    const back = await copy(`${place} back.sqlite`);
    expect(back.stdout).toContain('Weights and checkpoints: 3 files, 22 B.');
    const to = join(folder, 'back.sqlite');
    expect(readFileSync(checkpointFile(to, 1, 1), 'utf8')).toBe('weights');
    expect(readFileSync(weightsFile(to, 1, 1), 'utf8')).toBe('network');
  });
});
