import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hidden } from '../../src/cli/parsing/hide-secrets.js';
import { placeOf } from '../../src/cli/parsing/place-of.js';
import { commandLine } from '../../src/cli/text/command-line.js';
import { fakeContext, freshFolder, thaw } from './fake-context.js';
import { seedResults } from './seed-results.js';

const CONTEXT = { cwd: '/work', env: {} };

test('a place is a file unless a URL is named, by a flag or by the environment', () => {
  expect(placeOf({}, CONTEXT)).toEqual({
    ...{ at: '/work/results/thaw.sqlite', name: '/work/results/thaw.sqlite' },
    ...{ file: '/work/results/thaw.sqlite', token: null, flag: '' },
  });
  expect(placeOf({ db: 'mine.sqlite' }, CONTEXT)).toMatchObject({
    ...{ at: '/work/mine.sqlite', flag: ' --db mine.sqlite' },
  });
  const store = 'postgres://ann@db.lab:5433/thaw';
  expect(placeOf({ store }, CONTEXT)).toEqual({
    ...{ at: store, name: store, token: null, flag: ` --store ${store}` },
    file: '/work/results/db-lab-5433-thaw.sqlite',
  });
  const env = { THAW_STORE: 'https://thaw.lab/', THAW_TOKEN: 'secret' };
  expect(placeOf({}, { ...CONTEXT, env })).toEqual({
    ...{ at: 'https://thaw.lab', name: 'https://thaw.lab', token: 'secret', flag: '' },
    file: '/work/results/thaw-lab.sqlite',
  });
  expect(placeOf({ db: 'mine.sqlite' }, { ...CONTEXT, env }).at).toBe('/work/mine.sqlite');
});

test('what is secret in a URL opens it, and is shown nowhere', () => {
  const store = 'postgres://ann:hunter2@db.lab/thaw?sslpassword=hunter3';
  const place = placeOf({ store }, CONTEXT);
  expect(place.at).toBe(store);
  const { at: _, token: __, ...shown } = place;
  expect(JSON.stringify(shown)).not.toMatch(/hunter/);
  expect(commandLine({ env: {} }, 'show 1', place)).toBe(
    'thaw show 1 --store postgres://ann@db.lab/thaw',
  );
  expect(hidden(['run', 'x.yaml', '--store', store])).toEqual([
    ...['run', 'x.yaml', '--store', 'postgres://ann@db.lab/thaw'],
  ]);
  expect(hidden([`--store=${store}`])).toEqual(['--store=postgres://ann@db.lab/thaw']);
});

test('no password of any URL is left in what is shown of it', () => {
  const word = fc.stringMatching(/^[a-z0-9._~-]{3,12}$/);
  fc.assert(
    fc.property(word, word, word, (user, host, database) => {
      const url = `postgres://${user}:SECRET@h${host}h:5432/${database}?password=SECRET`;
      fc.pre(URL.canParse(url));
      const { name, file, flag } = placeOf({ store: url }, CONTEXT);
      expect([name, file, flag, ...hidden([url, `--store=${url}`])].join()).not.toContain('SECRET');
      expect(file.startsWith('/work/results/')).toBe(true);
      expect(file.slice('/work/results/'.length)).toMatch(/^[a-z0-9-]+\.sqlite$/);
    }),
  );
});

test('a token comes from a file or the environment', () => {
  const folder = freshFolder();
  writeFileSync(join(folder, 'token'), 'of-a-file\n');
  const store = 'https://thaw.lab';
  const context = { cwd: folder, env: { THAW_TOKEN: 'of-the-environment' } };
  expect(placeOf({ store }, context).token).toBe('of-the-environment');
  const place = placeOf({ store, 'token-file': 'token' }, context);
  expect(place.token).toBe('of-a-file');
  expect(place.flag).toBe(' --store https://thaw.lab --token-file token');
});

test.each<readonly [line: string, env: Record<string, string>, told: string]>([
  [
    ...(['--db a.sqlite --store https://thaw.lab', {}] as const),
    '--db and --store both say where results are: give one of them.',
  ],
  [
    ...(['--db https://thaw.lab', {}] as const),
    '--db expects the path of a file; --store names results by a URL.',
  ],
  [
    ...(['--store results/thaw.sqlite', {}] as const),
    '--store expects postgres://USER@HOST/DATABASE, or the https:// address of a gateway. A database file is named with --db.',
  ],
  [
    ...(['--store mysql://ann:hunter2@db.lab/thaw', {}] as const),
    '--store expects postgres://USER@HOST/DATABASE, or the https:// address of a gateway.',
  ],
  [
    ...(['', { THAW_STORE: 'postgres://ann:hunter2@[/thaw' }] as const),
    'THAW_STORE expects postgres://USER@HOST/DATABASE, or the https:// address of a gateway.',
  ],
  [
    ...(['--store https://hunter2@thaw.lab', {}] as const),
    '--store names a gateway without user and password: its token comes from --token-file or THAW_TOKEN.',
  ],
  [
    ...(['--store https://thaw.lab --token-file none', {}] as const),
    "--token-file: CWD/none cannot be read (ENOENT: no such file or directory, open 'CWD/none').",
  ],
])(
  '`thaw sweeps %s` is the user’s mistake, told without what is secret',
  async (line, env, told) => {
    const context = fakeContext({ env });
    const { code, stdout, stderr } = await thaw(`sweeps ${line}`.trim(), context);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.replaceAll(context.cwd, 'CWD')).toBe(`Error: ${told}\n`);
  },
);

test('commands that are suggested name the place that was named', async () => {
  const cwd = freshFolder();
  await seedResults(cwd);
  const { stderr } = await thaw('leaderboard none --db results/thaw.sqlite', fakeContext({ cwd }));
  expect(stderr).toContain('`thaw sweeps`');
  const other = await thaw('leaderboard none --db ./results/thaw.sqlite', fakeContext({ cwd }));
  expect(other.stderr).toContain('`thaw sweeps --db ./results/thaw.sqlite`');
});
