import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { StoreError } from '../../../src/core/errors.js';
import type { Store } from '../../../src/store/port.js';
import { openStore, type PostgresOptions } from '../../../src/store/postgres/postgres-store.js';
import { type Connections, connectTo } from '../../../src/store/postgres/sql.js';
import { fakeSpec, newTrials, PROVENANCE } from '../../fakes/specs.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { sharedPostgres } from '../../postgres/server.js';

describeWithPostgres('a sweep in PostgreSQL', () => {
  let place: string;
  let sql: Connections;
  const opened: Store[] = [];
  let store: Store;
  let id: number;

  const sweep = { spec: fakeSpec(), file: '', source: '' };
  const open = async (options: PostgresOptions = {}) => {
    const made = await openStore(place, options);
    opened.push(made);
    return made;
  };
  /** As another process would have it. */
  const holdAs = (seen = Date.now()) =>
    sql.run(
      `update sweeps set holder_token = 'theirs', holder_host = 'elsewhere', holder_pid = 7,
                         holder_seen = $2 where id = $1`,
      [id, seen],
    );
  const holder = () =>
    sql.one<{ holder_token: string | null; holder_seen: number | null; holder_pid: number }>(
      'select holder_token, holder_seen, holder_pid from sweeps where id = $1',
      [id],
    );

  beforeAll(async () => {
    place = await (await sharedPostgres()).database();
    sql = connectTo(place);
  });
  afterAll(() => sql.close());
  beforeEach(async () => {
    store = await open();
    id = await store.queue.createSweep(sweep);
  });
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
    await sql.run('delete from sweeps');
  });

  test('may be locked again by whoever holds it', async () => {
    await store.queue.lock(id);
    await store.queue.lock(id);
    expect((await store.readings.sweep(id))?.state).toBe('running');
  });

  test('that is not there is not locked', async () => {
    await expect(store.queue.lock(99_999)).rejects.toThrow('no sweep 99999');
    await expect(store.queue.deleteSweep(99_999)).rejects.toThrow('no sweep 99999');
  });

  test('is given up when its store is closed, and the store leaves nothing behind', async () => {
    await opened.pop()!.close();
    expect(await holder()).toMatchObject({ holder_token: null, holder_seen: null });
    expect(await sql.all('select id from writers')).toEqual([]);
  });

  test('is kept by signs of life, which wait for no writing', async () => {
    const own = await open({ beatMs: 20 });
    const other = await own.queue.createSweep(sweep);
    const seen = async () => {
      const row = await sql.one<{ holder_seen: number }>(
        'select holder_seen from sweeps where id = $1',
        [other],
      );
      return row!.holder_seen;
    };
    const first = await seen();
    await expect.poll(seen).toBeGreaterThan(first);
    // Whoever writes by its token, for however long, holds up none.
    await sql.inTransaction(async (writing) => {
      await writing.run('select 1 from sweeps where id = $1 for key share', [other]);
      const before = await seen();
      await expect.poll(seen).toBeGreaterThan(before);
    });
  });

  describe('that nobody of this process holds', () => {
    let short: Store;
    let notes: string[];
    beforeEach(async () => {
      await store.queue.unlock(id);
      notes = [];
      short = await open({ silenceMs: 400, onNote: (note) => notes.push(note) });
    });

    test('is refused while another gives signs of life, which is named', async () => {
      const patient = await open({ silenceMs: 3000, onNote: (note) => notes.push(note) });
      await holdAs();
      const beats = setInterval(() => void holdAs(), 100);
      const error = await patient.queue.lock(id).catch((refusal: unknown) => refusal);
      expect(error).toBeInstanceOf(StoreError);
      expect(String(error)).toContain('process 7 on elsewhere');
      await expect(patient.queue.deleteSweep(id)).rejects.toThrow('process 7 on elsewhere');
      clearInterval(beats);
      expect(notes[0]).toContain('waiting up to 3 s for a sign of life');
      expect((await patient.readings.sweep(id))?.state).toBe('running');
    });

    test('is taken over from one that falls silent, and not before', async () => {
      await holdAs();
      const since = performance.now();
      await short.queue.lock(id);
      expect(performance.now() - since).toBeGreaterThan(300);
      expect((await holder())?.holder_pid).toBe(process.pid);
    });

    test('is taken over at once from one that was silent for long', async () => {
      // Of a server that came up a moment ago nobody was silent for long.
      await expect
        .poll(async () => (await sql.one<{ up: boolean }>(UP_FOR_LONG))?.up, { timeout: 5000 })
        .toBe(true);
      await holdAs(1);
      await short.queue.lock(id);
      expect(notes).toEqual([]);
    });

    test('is not unlocked for another that holds it', async () => {
      await holdAs();
      await short.queue.unlock(id);
      expect(await holder()).toMatchObject({ holder_token: 'theirs' });
    });

    test('is taken by exactly one of those who want it at once', async () => {
      const stores = await Promise.all(
        [1, 2, 3, 4].map(() => open({ silenceMs: 5000, beatMs: 50 })),
      );
      const won = await Promise.allSettled(stores.map((each) => each.queue.lock(id)));
      expect(won.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });
  });

  describe('that was taken over by another process', () => {
    let lost: number;
    beforeEach(async () => {
      await opened.pop()!.close();
      store = await open({ beatMs: 50 });
      lost = 0;
      await store.queue.lock(id, () => {
        lost += 1;
      });
      await store.queue.add(id, newTrials([{}]));
    });

    test('is told of by the next write, and nothing is written over', async () => {
      await holdAs(7);
      const writes = [
        store.queue.updateSweep(id, { state: 'finished' }),
        store.queue.add(id, newTrials([{}], 1)),
        store.log.addEvent({ sweepId: id, trialId: null, kind: 'note', message: 'x' }),
        store.queue.giveBack(id),
        store.queue.unlock(id),
      ];
      for (const end of await Promise.allSettled(writes)) {
        expect('reason' in end && end.reason.message).toMatch(
          /taken over by process 7 on elsewhere .*has changed nothing since/,
        );
      }
      expect(lost).toBe(1);
      expect(await holder()).toMatchObject({ holder_token: 'theirs', holder_seen: 7 });
      const reader = await open({ access: 'read' });
      expect(await reader.readings.trials(id)).toHaveLength(1);
    });

    test('is told of without a write, by the next sign of life', async () => {
      await holdAs(7);
      await expect.poll(() => lost).toBe(1);
      expect((await holder())?.holder_seen).toBe(7);
    });

    test('is told of also where the other has given it back, or deleted it', async () => {
      await sql.run('update sweeps set holder_token = null where id = $1', [id]);
      await expect(store.queue.updateSweep(id, { state: 'failed' })).rejects.toThrow(
        'taken over and given back',
      );
      store = await open();
      const gone = await store.queue.createSweep(sweep);
      await sql.run('delete from sweeps where id = $1', [gone]);
      await expect(store.queue.updateSweep(gone, { state: 'failed' })).rejects.toThrow(
        'was deleted while it ran',
      );
    });

    test('waits for a transaction that its holder has begun', async () => {
      const row = await holder();
      const taken: string[] = [];
      await sql.inTransaction(async (writing) => {
        await writing.run('select 1 from sweeps where holder_token = $1 for key share', [
          row!.holder_token,
        ]);
        void holdAs().then(() => taken.push('theirs'));
        await sleep(200);
        expect(taken).toEqual([]);
      });
      await expect.poll(() => taken).toEqual(['theirs']);
    });
  });

  test('that a process held which was halted for long is not written to by it', async () => {
    await store.queue.unlock(id);
    const worker = spawn(
      process.execPath,
      [fileURLToPath(new URL('write-on.js', import.meta.url)), place, String(id)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const lines: string[] = [];
    worker.stdout.on('data', (text: Buffer) => lines.push(...text.toString().trim().split('\n')));
    await expect.poll(() => lines.length, { timeout: 30_000 }).toBeGreaterThan(3);
    worker.kill('SIGSTOP');
    const next = await open({ silenceMs: 700 });
    await next.queue.lock(id);
    const kept = await next.log.events(id);
    worker.kill('SIGCONT');
    await once(worker, 'close');
    expect(lines.at(-1)).toMatch(/taken over by process .* on /);
    expect(lines.at(-1)).toContain(hostname());
    expect(await next.log.events(id)).toEqual(kept);
  });

  test('is recovered by its next holder, as an earlier one left it', async () => {
    const [trial] = await store.queue.add(id, newTrials([{}]));
    await store.queue.take([trial!.id], PROVENANCE);
    await sql.run('update sweeps set holder_token = $2 where id = $1', [id, 'lost']);
    const next = await open({ silenceMs: 200 });
    await next.queue.lock(id);
    const recovered = await next.queue.recover(id, () => {
      return { state: 'queued', error: { code: 'E_CRASHED', message: 'died' }, place: null };
    });
    expect(recovered).toEqual({ requeued: 1, failed: 0 });
  });
});

const UP_FOR_LONG = `select clock_timestamp() - pg_postmaster_start_time() > '1 second' as up`;
