import { mkdtempSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sight } from '../../../src/fleet/gateway/reading/sight.js';
import { openStore as openRemote } from '../../../src/store/gateway/gateway-store.js';
import { READ_PATH } from '../../../src/store/gateway/read-request.js';
import { decode, encode } from '../../../src/store/gateway/wire.js';
import { openStore } from '../../../src/store/index.js';
import type { Store } from '../../../src/store/port.js';
import { openStore as openSqlite } from '../../../src/store/sqlite/sqlite-store.js';
import { fakeSpec, newTrials } from '../../fakes/specs.js';
import { serveReadings } from './serve-readings.js';

const all: Sight = {
  sweeps: async (ids) => new Set(ids),
  trials: async (ids) => new Set(ids),
  listing: async () => true,
};

let store: Store;
let gateway: Awaited<ReturnType<typeof serveReadings>>;
const toClose: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  store = openSqlite(':memory:');
  const id = await store.queue.createSweep({ spec: fakeSpec(), file: '/x', source: '' });
  await store.queue.add(id, newTrials([{ learning_rate: 0.1 }]));
  gateway = await serveReadings({ store, sightOf: () => all });
});
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
  await gateway.close();
  await store.close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  toClose.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function remote(
  address: string,
  { token = 'blue-user', patienceMs = 300 }: { token?: string | null; patienceMs?: number } = {},
  onNote?: (message: string) => void,
): Promise<Store> {
  const far = await openRemote(address, { token, patienceMs, onNote });
  toClose.push(far.close);
  return far;
}

test('an address opens results behind a gateway, to be read alone', async () => {
  const far = await openStore(`${gateway.address}/`, {
    ...{ access: 'read', token: 'blue-user', onUpgrade: () => undefined },
    readOlder: () => Promise.reject(new Error()),
  });
  toClose.push(far.close);
  expect(await far.readings.sweeps()).toHaveLength(1);
  await expect(far.queue.deleteSweep(1)).rejects.toThrow('are read from here');
  await expect(
    far.log.addEvent({ sweepId: 1, trialId: null, kind: 'note', message: '' }),
  ).rejects.toThrow('`thaw run --store` adds a sweep');
  expect(await store.readings.sweeps()).toHaveLength(1);
});

test('a token that is missing, wrong or of an agent is said to be so', async () => {
  const { address } = gateway;
  await expect(remote(address, { token: null })).rejects.toThrow(
    /asks for a token: .*--token-file/,
  );
  await expect(remote(address, { token: 'x' })).rejects.toThrow(
    /does not accept this token: this token does not count\. .*--token-file/,
  );
  await expect(remote(address, { token: 'blue-agent' })).rejects.toThrow(
    'this takes a token of role user',
  );
});

test('a token that travels readable by all is warned of', async () => {
  const notes: string[] = [];
  const elsewhere = gateway.address.replace('127.0.0.1', '0.0.0.0');
  await remote(elsewhere, {}, (message) => notes.push(message));
  await remote(gateway.address, {}, (message) => notes.push(message));
  expect(notes).toEqual([expect.stringContaining(`${elsewhere} is not encrypted`)]);
});

test('what is no gateway is told apart from one that is away', async () => {
  const page = await serve((_, response) => void response.end('<html>Welcome</html>'));
  const nothing = await serve((_, response) => void response.writeHead(404).end('not here'));
  const other = await serve((_, response) => void response.end(encode({ sweeps: [] })));
  for (const address of [page, nothing, other]) {
    await expect(remote(address)).rejects.toThrow(`${address} is no gateway of Thaw`);
  }
  const closed = await serve(() => undefined);
  await toClose.pop()!();
  await expect(remote(closed)).rejects.toThrow(/cannot be reached: .*ECONNREFUSED.*\/healthz/);
});

test('a gateway that is away for a moment is waited for, and what was cut off is asked again', async () => {
  let asked = 0;
  const address = await serve(async (request, response) => {
    asked += 1;
    if (asked === 2) return void response.writeHead(503, { 'Retry-After': '1' }).end();
    if (asked === 3) return void response.destroy();
    const { method, headers } = request;
    const body = await new Response(Readable.toWeb(request) as ReadableStream).text();
    const authorization = headers.authorization!;
    const answer = await fetch(`${gateway.address}${request.url}`, {
      ...{ method: method!, body, headers: { authorization } },
    });
    const text = await answer.text();
    response.writeHead(answer.status, { 'Content-Length': Buffer.byteLength(text) });
    if (asked !== 4) return void response.end(text);
    response.write(text.slice(0, 30));
    setTimeout(() => response.destroy(), 20);
  });
  const notes: string[] = [];
  const far = await remote(address, { patienceMs: 5000 }, (message) => notes.push(message));
  expect(await far.readings.trials(1)).toEqual(await store.readings.trials(1));
  expect(asked).toBe(5);
  expect(notes).toEqual([
    `${address} answered 503: it is asked again for up to 5s`,
    `${address} answers again`,
  ]);
});

test('takes from afar only calls that reading has, with arguments that it takes', async () => {
  const ask = async (body: string, method = 'POST') => {
    const response = await fetch(`${gateway.address}${READ_PATH}`, {
      ...{ method, headers: { authorization: 'Bearer blue-user' } },
      ...(method === 'GET' ? {} : { body }),
    });
    const text = await response.text();
    const said = response.ok
      ? text
      : (decode(text) as { error: { message: string } }).error.message;
    return `${response.status} ${said}`;
  };
  const call = (method: unknown, ...args: readonly unknown[]) => ask(encode({ method, args }));
  for (const method of ['deleteSweep', 'constructor', '__proto__', 'close', 7]) {
    expect(await call(method, 1)).toMatch(/^400 .*method/);
  }
  const query = { metric: 'val_accuracy', goal: 'maximize', rule: 'best' };
  const bound = { name: 'val_loss', goal: 'minimize', max: "0' or '1" };
  for (const args of [[], ['1'], [-1], [1.5], [1, 2], [{}], [Number.NaN]]) {
    expect(await call('trial', ...args)).toMatch(/^400 /);
  }
  for (const wrong of [
    { ...query, metric: "x' or 1" },
    { ...query, objectives: [bound] },
    { ...query, top: -1 },
    { ...query, states: ['gone'] },
    { ...query, trials: ["1'"] },
    null,
  ]) {
    expect(await call('leaderboard', 1, wrong)).toMatch(/^400 /);
  }
  expect(await ask('{')).toMatch(/^400 /);
  expect(await ask(encode({ method: 'curves', args: [[], 'x'], more: 1 }))).toMatch(/^400 /);
  expect(await ask(`"${'x'.repeat(17 * 2 ** 20)}"`)).toMatch(/^413 /);
  expect(await ask('', 'GET')).toMatch(/^405 /);
  expect(await call('sweep', 1)).toMatch(/^200 /);
  expect(gateway.faults).toEqual([]);
});

test('results that are damaged are told of as such, and not asked for again', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'thaw-read-')), 'thaw.sqlite');
  const damaged = openSqlite(path);
  const id = await damaged.queue.createSweep({ spec: fakeSpec(), file: '/x', source: '' });
  const [trial] = await damaged.queue.add(id, newTrials([{}]));
  new Sqlite(path).exec(`update trials set params = '{'`).close();
  const other = await serveReadings({ store: damaged, sightOf: () => all });
  toClose.push(damaged.close, other.close);
  const far = await remote(other.address, { patienceMs: 60_000 });
  await expect(far.readings.trial(trial!.id)).rejects.toThrow('the database is damaged where it');
  expect(await far.readings.trials(id)).toMatchObject([{ params: {} }]);
});
