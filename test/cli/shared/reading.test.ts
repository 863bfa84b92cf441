import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { openStore } from '../../../src/store/index.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { sharedPostgres } from '../../postgres/server.js';
import { fakeContext, freshFolder, thaw } from '../fake-context.js';
import { seedResults, seedStore } from '../seed-results.js';

/** Times of day, which two stores do not share. */
const withoutTimes = (text: string) =>
  text.replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+Z)?)?( to \d\d:\d\d:\d\d)?/g, 'TIME');

describeWithPostgres('commands that read', () => {
  let place: string;
  let folder: string;

  beforeAll(async () => {
    place = await (await sharedPostgres()).database();
    folder = '/work';
    const store = await openStore(place, {
      access: 'create',
      readOlder: () => Promise.reject(new Error('it is new')),
      onUpgrade: () => undefined,
    });
    await seedStore(store, folder);
    await store.close();
  });

  test.each([
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
  ])('`thaw %s` says the same of a database server as of a file', async (line) => {
    const cwd = freshFolder();
    const store = openSqlite(cwd);
    await seedStore(await store, folder);
    await (await store).close();
    const ofFile = await thaw(line, fakeContext({ cwd }));
    const context = fakeContext();
    const ofServer = await thaw(`${line} --store ${place}`, context);
    const same = (text: string) =>
      withoutTimes(text)
        .replaceAll(` --store ${place}`, '')
        .replaceAll(context.cwd, 'CWD')
        .replaceAll(cwd, 'CWD');
    expect(same(ofServer.stderr)).toBe(same(ofFile.stderr));
    expect(same(ofServer.stdout)).toBe(same(ofFile.stdout));
    expect(ofServer.code).toBe(ofFile.code);
    expect(readdirSync(context.cwd).filter((name) => name !== 'cache')).toEqual([]);
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

  test('THAW_STORE names it for all commands of a shell, and --db still names a file', async () => {
    const cwd = freshFolder();
    await seedResults(cwd, [], { name: 'here' });
    const env = { THAW_STORE: place };
    expect((await thaw('sweeps', fakeContext({ cwd, env }))).stdout).toContain('fake');
    const file = await thaw('sweeps --db results/thaw.sqlite', fakeContext({ cwd, env }));
    expect(file.stdout).toContain('here');
    const wrong = await thaw('leaderboard none', fakeContext({ cwd, env }));
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

function openSqlite(cwd: string) {
  return openStore(join(cwd, 'results', 'thaw.sqlite'), {
    access: 'create',
    readOlder: () => Promise.reject(new Error('it is new')),
    onUpgrade: () => undefined,
  });
}
