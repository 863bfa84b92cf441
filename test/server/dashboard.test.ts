import { readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { fakeSpec } from '../fakes/specs.js';
import { BIN, type Running, startNode } from '../running.js';
import { emptyFolder, seededFolder } from './lab.js';

/** The program itself, as built. */
function dashboard(cwd: string, ...flags: readonly string[]): Running {
  return start(cwd, [BIN, 'dashboard', ...flags]);
}

function start(cwd: string, args: readonly string[]): Running {
  const env = { ...process.env, THAW_SETUP: 'off', THAW_CACHE: join(cwd, 'cache') };
  return startNode(args, { cwd, env });
}

/** Where it is to be seen, once it says so. */
async function addressOf({ out, err }: Running): Promise<{ origin: string; token: string }> {
  const found = () => /(http:\/\/[^/]+)\/#token=([\w-]+)["\n]/.exec(`${out()}${err()}`);
  await vi.waitFor(() => expect(found(), err()).not.toBeNull(), { timeout: 20_000, interval: 20 });
  const [, origin, token] = found()!;
  return { origin: origin!, token: token! };
}

async function open(running: Running): Promise<(path: string) => Promise<Response>> {
  const { origin, token } = await addressOf(running);
  const session = await fetch(`${origin}/session`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const cookie = session.headers.get('set-cookie')!.split(';')[0]!;
  return (path) => fetch(`${origin}${path}`, { headers: { cookie } });
}

test('prints one line, shows what there is, and ends well at Ctrl-C', async () => {
  const folder = await seededFolder();
  const running = dashboard(folder, '--port', '0');
  const get = await open(running);
  expect(running.out()).toMatch(/^Dashboard: http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}\n$/);
  const paths = [
    'sweeps',
    'sweeps/1/trials',
    'sweeps/1/leaderboard',
    'sweeps/1/advise',
    'trials/1',
  ];
  for (const path of paths) expect((await get(`/api/${path}`)).status, path).toBe(200);
  const page = await (await get('/sweeps/1')).text();
  const [, script] = /src="([^"]+)"/.exec(page)!;
  expect((await get(script!)).headers.get('content-type')).toContain('text/javascript');

  running.child.kill('SIGINT');
  expect(await running.ended).toBe(0);
  expect(running.err()).toBe('The dashboard has ended.\n');
  expect(readdirSync(join(folder, 'results'))).toEqual(['thaw.sqlite']);
});

test('may be there before the first sweep, and leaves its database as it lies at rest', async () => {
  const folder = emptyFolder();
  const running = dashboard(folder, '--port', '0', '--format', 'json');
  const get = await open(running);
  expect(Object.keys(JSON.parse(running.out()))).toEqual(['address', 'port']);
  expect(await (await get('/api/sweeps')).json()).toEqual({ sweeps: [] });
  const store = openStore(join(folder, 'results', 'thaw.sqlite'));
  await store.queue.createSweep({ spec: fakeSpec(), file: '', source: '' });
  expect(await (await get('/api/sweeps')).json()).toMatchObject({ sweeps: [{ sweep: 1 }] });
  await store.close();
  running.child.kill('SIGTERM');
  expect(await running.ended).toBe(0);
  expect(readdirSync(join(folder, 'results'))).toEqual(['thaw.sqlite']);
});

test('takes the next port where the usual one is taken, unless it was asked for', async () => {
  const folder = emptyFolder();
  const taken = createServer();
  const port = await new Promise<number>((resolve) => {
    taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port));
  });
  onTestFinished(() => void taken.close());
  const refused = dashboard(folder, '--port', String(port));
  expect(await refused.ended).toBe(2);
  expect(refused.err()).toBe(
    `Error: Port ${port} is taken by another program, maybe another dashboard: name another with --port, or leave --port out to take the next free one.\n`,
  );
  const [one, two] = [dashboard(folder), dashboard(folder)];
  const origins = [(await addressOf(one)).origin, (await addressOf(two)).origin];
  expect(new Set(origins).size).toBe(2);
});

test('says what is wrong with where it is to listen', async () => {
  const folder = emptyFolder();
  const wrong = [
    [['--port', '70000'], '--port expects a whole number from 0 to 65535; not 70000.'],
    [['--port', 'x'], '--port expects'],
    [['--host', '0.0.0.0'], '--host 0.0.0.0 lets other machines reach it. Say with --allowed-host'],
    [
      ['--host', '203.0.113.1', '--allowed-host', 'x', '--port', '0'],
      '--host expects an address of this machine, such as 127.0.0.1 or 0.0.0.0; not "203.0.113.1".',
    ],
  ] as const;
  for (const [flags, message] of wrong) {
    const running = dashboard(folder, ...flags);
    expect(await running.ended, flags.join(' ')).toBe(2);
    expect(running.err()).toContain(message);
    expect(running.out()).toBe('');
  }
});

test('warns whoever lets others reach it, and names what they open', async () => {
  const flags = ['--host', '0.0.0.0', '--allowed-host', 'box.lan', '--port', '0'];
  const running = dashboard(emptyFolder(), ...flags);
  await vi.waitFor(() => expect(running.err()).toContain('Note: other machines'), 20_000);
  expect(running.out()).toMatch(/^Dashboard: http:\/\/box\.lan:\d+\/#token=/);
});

test('beside a sweep it shows what trains, and ends with it', async () => {
  const folder = emptyFolder();
  // The trial with this rate goes on until it is asked to stop.
  const sweep =
    'backend: wasm\ndata: {train: 100, val: 50}\nparameters: {learning_rate: {values: [0.7]}}\n';
  writeFileSync(join(folder, 'my.yaml'), sweep);
  const program = fileURLToPath(new URL('../cli/thaw-with-worker.mjs', import.meta.url));
  const worker = new URL('../cli/worker.mjs', import.meta.url).href;
  const running = start(folder, [program, worker, 'run', 'my.yaml', '--dashboard']);
  const get = await open(running);
  expect(running.err()).toMatch(/^Dashboard, until the sweep ends: http/);
  await vi.waitFor(
    async () => {
      const body = await (await get('/api/sweeps')).json();
      expect(body).toMatchObject({ sweeps: [{ state: 'running', trials: { running: 1 } }] });
    },
    { timeout: 20_000, interval: 50 },
  );
  running.child.kill('SIGINT');
  expect(await running.ended).toBe(130);
  expect(running.err()).toMatch(/^Look at it again with: (?:npx )?thaw dashboard$/m);
  await expect(get('/api/sweeps')).rejects.toThrow();
  expect(readdirSync(join(folder, 'results'))).toContain('thaw.sqlite');
  expect(readdirSync(join(folder, 'results'))).not.toContain('thaw.sqlite-wal');
});
