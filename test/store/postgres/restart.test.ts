import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Store } from '../../../src/store/port.js';
import { openStore } from '../../../src/store/postgres/postgres-store.js';
import { fakeReport, fakeSpec, newTrials, PROVENANCE } from '../../fakes/specs.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { type PostgresServer, startPostgres } from '../../postgres/server.js';

describeWithPostgres('a server that stops under those who write', () => {
  let folder: string;
  let server: PostgresServer;
  let store: Store;

  beforeAll(async () => {
    folder = join(tmpdir(), 'restarted-postgres');
    server = await startPostgres(folder);
    store = await openStore(await server.database(), { patienceMs: 60_000, beatMs: 100 });
  });
  afterAll(async () => {
    await store.close();
    await server.stop('fast');
    rmSync(folder, { recursive: true, force: true });
  });

  test('as if the power had failed, or in order: nothing is lost, nothing comes twice', async () => {
    const sweepId = await store.queue.createSweep({ spec: fakeSpec(), file: '', source: '' });
    let lost = 0;
    await store.queue.lock(sweepId, () => {
      lost += 1;
    });
    const [trial] = await store.queue.add(sweepId, newTrials([{}]));
    const trialId = trial!.id;
    await store.queue.take([trialId], PROVENANCE);
    let isOver = false;
    const restarting = (async () => {
      for (const how of ['immediate', 'fast'] as const) {
        await sleep(150);
        await server.stop(how);
        await server.start();
      }
      await sleep(150);
      isOver = true;
    })();
    let told = 0;
    for (; !isOver; told += 1) {
      await Promise.all([
        store.log.report([{ trialId, report: fakeReport(told, 0.5) }]),
        store.log.addEvent({ sweepId, trialId, kind: 'note', message: String(told) }),
        store.queue.setNetwork(trialId, String(told)),
      ]);
    }
    await restarting;
    const all = Array.from({ length: told }, (_, n) => n);
    const { reports } = (await store.readings.trial(trialId))!;
    expect(reports.map(({ epoch }) => epoch)).toEqual(all);
    const events = await store.log.events(sweepId);
    expect(events.map(({ message }) => message)).toEqual(all.map(String));
    expect((await store.readings.digests(trialId)).network).toBe(String(told - 1));
    expect(told).toBeGreaterThan(3);
    expect(lost).toBe(0);
  });
});
