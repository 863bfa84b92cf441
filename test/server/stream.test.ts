import { renameSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Patch } from '../../src/server/api.js';
import { createHub, type Hub } from '../../src/server/live/hub.js';
import { openReader } from '../../src/server/reading/open-reader.js';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { databaseIn } from '../fakes/database.js';
import { fakeReport, fakeSpec, newTrials, PROVENANCE } from '../fakes/specs.js';
import { emptyFolder, type Lab, openLab, seededFolder } from './lab.js';

interface Stream {
  readonly patches: readonly Patch[];
  readonly ids: readonly string[];
  readonly status: () => number | undefined;
  close(): void;
}

/** What an EventSource of a page takes in. */
function listen(lab: Lab, headers: Record<string, string> = {}, path = '/events'): Stream {
  const patches: Patch[] = [];
  const ids: string[] = [];
  let status: number | undefined;
  let rest = '';
  const asked = request(
    {
      host: '127.0.0.1',
      port: lab.port,
      path,
      headers: { cookie: lab.cookie, ...headers },
      agent: false,
    },
    (response) => {
      status = response.statusCode;
      response.setEncoding('utf8');
      response.on('error', () => undefined);
      response.on('data', (more) => {
        const events = `${rest}${more}`.split('\n\n');
        rest = events.pop()!;
        for (const event of events) {
          const fields = new Map(
            event.split('\n').map((line) => line.split(/: (.*)/s) as [string, string]),
          );
          if (fields.get('event') !== 'patch') continue;
          ids.push(fields.get('id')!);
          patches.push(JSON.parse(fields.get('data')!));
        }
      });
    },
  );
  asked.on('error', () => undefined);
  asked.end();
  onTestFinished(() => void asked.destroy());
  return { patches, ids, status: () => status, close: () => asked.destroy() };
}

/** Its port: a server of nothing but this hub. */
async function serveHub(hub: Hub): Promise<number> {
  const server = createServer((asked, response) => hub.add(asked, response, undefined));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

/** One who listens, and says nothing. */
async function attend(hub: Hub): Promise<void> {
  const asked = request({ host: '127.0.0.1', port: await serveHub(hub), agent: false });
  asked.on('error', () => undefined);
  asked.end();
  onTestFinished(() => void asked.destroy());
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 10 });
const trialsOf = ({ patches }: Stream) =>
  patches.flatMap(({ trials }) => trials.map(({ trial, state }) => `${trial} ${state}`));

test('a trial that a sweep writes is told within a second, with its sweep as it is', async () => {
  const lab = await openLab(await seededFolder());
  const page = listen(lab);
  await until(() => expect(page.patches).toHaveLength(1));
  expect(page.patches[0]).toMatchObject({ resync: false, sweeps: [], trials: [], removed: [] });
  expect(page.ids).toEqual([page.patches[0]!.cursor]);

  const store = openStore(lab.file);
  onTestFinished(() => store.close());
  const [trial] = await store.queue.add(1, newTrials([{}], 4));
  await store.queue.take([trial!.id], PROVENANCE);
  await store.log.report([{ trialId: trial!.id, report: fakeReport(0, 0.75) }]);
  const since = performance.now();
  await until(() => expect(page.patches).toHaveLength(2));
  expect(performance.now() - since).toBeLessThan(1000);
  const { sweeps, trials } = page.patches[1]!;
  expect(trials).toMatchObject([
    { sweep: 1, trial: 5, number: 5, state: 'running', value: 0.75, epochs: 1 },
  ]);
  expect(sweeps).toMatchObject([{ sweep: 1, trials: { running: 1, finished: 2 } }]);
});

test('who was away goes on from what it knew, also at another server', async () => {
  const folder = await seededFolder();
  const lab = await openLab(folder);
  const page = listen(lab);
  await until(() => expect(page.ids).toHaveLength(1));
  await lab.close();

  const store = openStore(lab.file);
  onTestFinished(() => store.close());
  await store.queue.requeue([4], 'once more');
  const again = await openLab(folder);
  const back = listen(again, { 'last-event-id': page.ids[0]! });
  await until(() => expect(back.patches).toHaveLength(1));
  expect(back.patches[0]!.resync).toBe(false);
  expect(trialsOf(back)).toEqual(['4 queued']);

  // Nothing is told twice, and nothing between two streams is lost.
  back.close();
  await store.queue.take([4], PROVENANCE);
  const third = listen(again, {}, `/events?after=${back.ids[0]}`);
  await until(() => expect(trialsOf(third)).toEqual(['4 running']));
  await store.queue.end([{ trialId: 4, state: 'finished' }]);
  await until(() => expect(trialsOf(third)).toEqual(['4 running', '4 finished']));
});

test('who knows something of another database is told to ask anew', async () => {
  const lab = await openLab(await seededFolder());
  for (const id of ['20200101000000000-3', 'nonsense', '-', '%00', '1-999999999999999']) {
    const page = listen(lab, { 'last-event-id': id });
    await until(() => expect(page.patches).toHaveLength(1));
    expect(page.patches[0]).toMatchObject({ resync: true, trials: [] });
    page.close();
  }
});

test('so is one for whom it would be more than all', async () => {
  const lab = await openLab(await seededFolder());
  const page = listen(lab);
  await until(() => expect(page.patches).toHaveLength(1));
  const store = openStore(lab.file);
  onTestFinished(() => store.close());
  await store.queue.add(
    1,
    newTrials(
      Array.from({ length: 2001 }, () => ({})),
      4,
    ),
  );
  await until(() => expect(page.patches.at(-1)!.resync).toBe(true));
  await store.queue.requeue([4], 'once more');
  await until(() => expect(trialsOf(page)).toEqual(['4 queued']));
});

test('a sweep that is deleted is told of as gone', async () => {
  const lab = await openLab(await seededFolder());
  const store = openStore(lab.file);
  onTestFinished(() => store.close());
  const id = await store.queue.createSweep({ spec: fakeSpec(), file: '', source: '' });
  const page = listen(lab);
  await until(() => expect(page.patches).toHaveLength(1));
  await store.queue.deleteSweep(id);
  await until(() => expect(page.patches.at(-1)!.removed).toEqual([id]));
  expect(page.patches.at(-1)!.sweeps).toEqual([]);
});

test('who waits for the first sweep is told of it', async () => {
  const folder = emptyFolder();
  const lab = await openLab(folder);
  const page = listen(lab);
  await until(() => expect(page.patches).toHaveLength(1));
  const store = openStore(lab.file);
  onTestFinished(() => store.close());
  const id = await store.queue.createSweep({ spec: fakeSpec(), file: '', source: '' });
  await until(() => expect(page.patches.at(-1)!.resync).toBe(true));
  expect(JSON.parse((await lab.get('/api/sweeps')).text).sweeps).toMatchObject([{ sweep: id }]);
});

test('so is who waits for a database that an older program made, and who had another before', async () => {
  const folder = await seededFolder();
  const lab = await openLab(folder);
  const away = `${lab.file}.away`;
  const older = new Sqlite(lab.file);
  older.exec('delete from changes; pragma journal_mode = delete');
  older.close();
  const page = listen(lab);
  await until(() => expect(page.patches).toHaveLength(1));
  renameSync(lab.file, away);
  await until(() => expect(page.patches.at(-1)).toMatchObject({ resync: true, cursor: '-0' }));
  renameSync(away, lab.file);
  await until(() => expect(page.patches).toHaveLength(3));
  expect(page.patches[2]!.resync).toBe(true);

  const other = new Sqlite(lab.file);
  other.exec("update sweeps set created_at = '2020-01-01T00:00:00.000Z'; delete from changes");
  other.close();
  const back = listen(lab, { 'last-event-id': page.ids[2]! });
  await until(() => expect(back.patches).toHaveLength(1));
  expect(back.patches[0]!.resync).toBe(true);
});

test('eight pages at once are told the same, and documents are read meanwhile', async () => {
  const lab = await openLab(await seededFolder());
  const pages = Array.from({ length: 8 }, () => listen(lab));
  await until(() => expect(pages.every(({ patches }) => patches.length === 1)).toBe(true));
  const store = openStore(lab.file);
  onTestFinished(() => store.close());
  await store.queue.requeue([4], 'once more');
  expect((await lab.get('/api/sweeps/1/leaderboard')).status).toBe(200);
  await until(() => {
    for (const page of pages) expect(trialsOf(page)).toEqual(['4 queued']);
  });
});

test('streams are so many at most, and one that is closed makes room', async () => {
  const lab = await openLab(await seededFolder());
  const pages = Array.from({ length: 32 }, () => listen(lab));
  await until(() => expect(pages.every(({ patches }) => patches.length === 1)).toBe(true));
  const refused = await lab.get('/events');
  expect([refused.status, refused.headers['retry-after']]).toEqual([429, '5']);
  pages[3]!.close();
  await until(() => expect(pages[3]!.status()).toBe(200));
  // Until the server has noticed, a page is refused, and comes back as it is told to.
  await until(async () => {
    const page = listen(lab);
    await until(() => expect(page.status()).toBeDefined());
    expect(page.status()).toBe(200);
  });
});

test('a sweep whose process is gone is told of as interrupted, though nobody wrote that', async () => {
  const lab = await openLab(await seededFolder());
  const store = openStore(lab.file);
  onTestFinished(() => store.close());
  const id = await store.queue.createSweep({ spec: fakeSpec(), file: '', source: '' });
  const reader = openReader({
    open: async () => databaseIn(lab.file, openStore(lab.file, { access: 'read' })),
    draw: async () => '',
  });
  onTestFinished(() => reader.close());
  expect(await reader.lapsed()).toEqual([]);
  const db = new Sqlite(lab.file);
  db.exec('update sweeps set holder_token = null, holder_pid = null, holder_host = null');
  db.close();
  expect(await reader.lapsed()).toMatchObject([{ sweep: id, state: 'interrupted' }]);
  expect(await reader.lapsed()).toEqual([]);
});

test('a look that had to wait for the database in vain is soon followed by the next', async () => {
  const patch = { cursor: '1', resync: false, sweeps: [], trials: [], removed: [] };
  let looks = 0;
  const reader = {
    async patch() {
      looks += 1;
      if (looks > 1) return patch;
      await sleep(1000);
      throw new Error('locked');
    },
    lapsed: async () => [],
  };
  const hub = createHub(reader, { look: 10, lapse: 1e9, beat: 1e9 });
  await attend(hub);
  const since = performance.now();
  await until(() => expect(looks).toBeGreaterThan(1));
  expect(performance.now() - since).toBeLessThan(3000);
});

test('what changed last is told before the server goes', async () => {
  const lab = await openLab(await seededFolder());
  const page = listen(lab);
  await until(() => expect(page.patches).toHaveLength(1));
  const store = openStore(lab.file);
  onTestFinished(() => store.close());
  await store.queue.add(1, newTrials([{}], 4));
  await lab.close();
  await until(() => expect(trialsOf(page)).toEqual(['5 queued']));
});

test('the first look, which starts what looks, puts off none that follow', async () => {
  const patch = { cursor: '1', resync: false, sweeps: [], trials: [], removed: [] };
  const looks: number[] = [];
  const reader = {
    async patch() {
      if (looks.push(performance.now()) === 1) await sleep(500);
      return patch;
    },
    lapsed: async () => [],
  };
  const hub = createHub(reader, { look: 10, lapse: 1e9, beat: 1e9 });
  await attend(hub);
  await until(() => expect(looks.length).toBeGreaterThan(1));
  expect(looks[1]! - looks[0]!).toBeLessThan(1200);
});

test('nobody looks at the database while nobody listens', async () => {
  let looks = 0;
  const patch = async () => {
    looks += 1;
    return { cursor: '1', resync: false, sweeps: [], trials: [], removed: [] };
  };
  const hub = createHub({ patch, lapsed: async () => [] }, { look: 10, lapse: 1e9, beat: 20 });
  const port = await serveHub(hub);
  let text = '';
  const asked = request({ host: '127.0.0.1', port, agent: false }, (response) => {
    response.on('data', (more) => {
      text += more;
    });
    response.on('error', () => undefined);
  });
  asked.on('error', () => undefined);
  asked.end();
  await until(() => expect(looks).toBeGreaterThan(3));
  await until(() => expect(text).toContain('\n: still here\n'));
  expect(hub.listeners).toBe(1);
  asked.destroy();
  await until(() => expect(hub.listeners).toBe(0));
  await sleep(30);
  const before = looks;
  await sleep(100);
  expect(looks).toBe(before);
});
