import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createReadMount } from '../../../src/fleet/gateway/reading/read-mount.js';
import { sightOf } from '../../../src/fleet/gateway/reading/sight.js';
import { openStore } from '../../../src/store/index.js';
import type { Store } from '../../../src/store/port.js';
import { type Gateway, startGateway } from '../../fleet/gateway/start-gateway.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { sharedPostgres } from '../../postgres/server.js';
import { fakeContext, freshFolder, thaw } from '../fake-context.js';
import { seedResults, seedStore } from '../seed-results.js';

/** Times of day, which two stores do not share. */
const withoutTimes = (text: string) =>
  text.replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+Z)?)?( to \d\d:\d\d:\d\d)?/g, 'TIME');

const NEW = {
  readOlder: () => Promise.reject(new Error('it is new')),
  onUpgrade: () => undefined,
};

const LINES = [
  'leaderboard',
  'leaderboard --format json',
  'leaderboard --format csv',
  'leaderboard --trials --where scheduler=cosine',
  'sweeps',
  'sweeps --format csv',
  'show 2',
  'show 2 --format json',
  'compare 1 2',
  'importance',
  'pareto',
  'pareto --format json',
  'advise --all',
  'plot best --ascii',
  'plot curves --format csv',
  'show 99',
  'leaderboard none',
  'test 1',
  'predict 1 x.jpg',
  'export 1',
];

const WORK = '/work';

const BIN = fileURLToPath(new URL('../../../bin/thaw.js', import.meta.url));

describeWithPostgres('commands that read', () => {
  let place: string;
  let gateway: Gateway;
  let served: Store;
  let here: string;
  const env: Record<string, string> = {};

  beforeAll(async () => {
    place = await (await sharedPostgres()).database();
    const store = await openStore(place, { access: 'create', ...NEW });
    await seedStore(store, WORK);
    await store.close();
    here = mkdtempSync(join(tmpdir(), 'thaw-cli-'));
    const own = await openStore(join(here, 'results', 'thaw.sqlite'), { access: 'create', ...NEW });
    await seedStore(own, WORK);
    await own.close();
    served = await openStore(place, { access: 'read', ...NEW });
    const mount = createReadMount({
      store: served,
      sightOf: (team) => sightOf(gateway.connections, team),
    });
    gateway = await startGateway(place, { mounts: [mount] });
    await gateway.connections.run(
      `insert into submissions (sweep_id, team, owner, priority, wanted, made, submitted_at)
       values (1, 'blue', 'ann', 10, 'run', '{}', 0)`,
    );
    env.THAW_TOKEN = await gateway.token('user');
  });
  afterAll(async () => {
    await gateway.close();
    await served.close();
    rmSync(here, { recursive: true, force: true });
  });

  describe.each(['postgres', 'http'])('over %s', (scheme) => {
    test.each(LINES)('`thaw %s` says the same as of a file', async (line) => {
      const url = scheme === 'http' ? gateway.address : place;
      const cwd = here;
      const ofFile = await thaw(line, fakeContext({ cwd }));
      const context = fakeContext({ env });
      const ofServer = await thaw(`${line} --store ${url}`, context);
      const same = (text: string) =>
        withoutTimes(text)
          .replaceAll(` --store ${url}`, '')
          .replaceAll(context.cwd, 'CWD')
          .replaceAll(cwd, 'CWD');
      expect(same(ofServer.stderr)).toBe(same(ofFile.stderr));
      expect(same(ofServer.stdout)).toBe(same(ofFile.stdout));
      expect(ofServer.code).toBe(ofFile.code);
      expect(readdirSync(context.cwd).filter((name) => name !== 'cache')).toEqual([]);
    });
  });

  test('a reading of the test split is kept through a gateway, of a trial that one may see', async () => {
    const store = await openStore(gateway.address, {
      ...{ access: 'write', ...NEW, token: env.THAW_TOKEN! },
    });
    onTestFinished(() => store.close());
    const test = { trialId: 2, images: 200, loss: Number.NaN, accuracy: 0.85 };
    await store.log.addTest(test);
    expect(await store.readings.tests(2)).toMatchObject([test]);
    await gateway.connections.run('delete from tests');
    const token = await gateway.token('user', 'red');
    const theirs = await openStore(gateway.address, { access: 'write', ...NEW, token });
    onTestFinished(() => theirs.close());
    await expect(theirs.log.addTest(test)).rejects.toThrow();
    expect(await store.readings.tests(2)).toEqual([]);
  });

  test('what is written goes where a file of that name would have it', async () => {
    const context = fakeContext();
    const report = await thaw(`report --store ${place}`, context);
    expect(report.code, report.stderr).toBe(0);
    const [exports] = readdirSync(join(context.cwd, 'results'));
    expect(exports).toMatch(/^127-0-0-1-\d+-t-[0-9a-f]+-exports$/);
    const html = readFileSync(join(context.cwd, 'results', exports!, 'sweep-1.html'), 'utf8');
    expect(html).toContain('val_accuracy');
    const csv = await thaw(`export --to csv --store ${place}`, fakeContext({ cwd: context.cwd }));
    expect(csv.code, csv.stderr).toBe(0);
    expect(existsSync(join(context.cwd, 'results', exports!, 'sweep-1-csv'))).toBe(true);
  });

  test.each(['postgres', 'http'])('a dashboard shows it over %s', async (scheme) => {
    const url = scheme === 'http' ? gateway.address : place;
    const child = spawn(process.execPath, [BIN, 'dashboard', '--port', '0', '--store', url], {
      cwd: freshFolder(),
      env: { ...process.env, ...env, THAW_SETUP: 'off' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    onTestFinished(async () => {
      child.kill('SIGKILL');
      await ended;
    });
    const told = await new Promise<string>((resolve) => {
      child.stdout.once('data', (text) => resolve(String(text)));
    });
    const [, origin, token] = /(http:\/\/[^/]+)\/#token=([\w-]+)/.exec(told)!;
    const session = await fetch(`${origin}/session`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const cookie = session.headers.get('set-cookie')!.split(';')[0]!;
    for (const path of ['sweeps', 'sweeps/1/trials', 'sweeps/1/leaderboard', 'trials/1']) {
      const answer = await fetch(`${origin}/api/${path}`, { headers: { cookie } });
      expect(answer.status, path).toBe(200);
    }
    const { sweeps } = (await (
      await fetch(`${origin}/api/sweeps`, { headers: { cookie } })
    ).json()) as { readonly sweeps: readonly object[] };
    expect(sweeps).toMatchObject([{ sweep: 1, name: 'fake' }]);
  });

  test('THAW_STORE names it for all commands of a shell, and --db still names a file', async () => {
    const cwd = freshFolder();
    await seedResults(cwd, [], { name: 'here' });
    const named = { THAW_STORE: place };
    expect((await thaw('sweeps', fakeContext({ cwd, env: named }))).stdout).toContain('fake');
    const file = await thaw('sweeps --db results/thaw.sqlite', fakeContext({ cwd, env: named }));
    expect(file.stdout).toContain('here');
    const wrong = await thaw('leaderboard none', fakeContext({ cwd, env: named }));
    expect(wrong.stderr).toContain('`thaw sweeps` lists');
  });

  test('what fails to open is told without its password', async () => {
    const secret = place.replace('thaw@', 'thaw:hunter2@').replace(/t_[0-9a-f]+$/, 'nowhere');
    const { code, stderr, stdout } = await thaw(`sweeps --store ${secret}`);
    expect(code).toBe(3);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/nowhere.*there is no such database/s);
    expect(stderr).not.toContain('hunter2');
  });

  test('`thaw doctor` looks at it as far as it can from here', async () => {
    const { stdout } = await thaw(`doctor --store ${place} --format json`);
    const { checks } = JSON.parse(stdout);
    expect(checks).toContainEqual({
      ...{ part: 'database', state: 'ok', message: `${place} answers, and has 1 sweep` },
      ...{ todo: null, repaired: null },
    });
  });
});
