import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { TrialsDocument } from '../../src/results/documents/live/trials.js';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { fakeContext, thaw } from '../cli/fake-context.js';
import { seedResults } from '../cli/seed-results.js';
import { emptyFolder, type Lab, openLab, seededFolder } from './lab.js';

const json = async (lab: Lab, path: string) => {
  const { status, text } = await lab.get(path);
  expect(status, path).toBe(200);
  return JSON.parse(text);
};

const ADDRESSES = [
  ...['/api/sweeps', '/api/sweeps/1', '/api/sweeps/1/trials', '/api/sweeps/1/curves'],
  ...['/api/sweeps/1/curves?metric=val_loss&trials=1,2', '/api/sweeps/1/leaderboard?rule=last'],
  ...['/api/sweeps/1/importance', '/api/sweeps/1/pareto', '/api/sweeps/1/advise'],
  ...['/api/sweeps/1/sharing', '/api/trials/1', '/api/compare?trials=1,2'],
];

test('documents are those of the command line', async () => {
  const folder = await seededFolder();
  const lab = await openLab(folder);
  const pairs = [
    ['/api/sweeps', 'sweeps'],
    ['/api/sweeps/1/leaderboard', 'leaderboard 1'],
    ['/api/sweeps/1/importance', 'importance 1'],
    ['/api/sweeps/1/pareto', 'pareto 1'],
    ['/api/sweeps/1/advise', 'advise 1'],
    ['/api/trials/2', 'show 2'],
    ['/api/compare?trials=1,2', 'compare 1 2'],
  ] as const;
  for (const [path, line] of pairs) {
    const { stdout } = await thaw(`${line} --format json`, fakeContext({ cwd: folder }));
    expect(await json(lab, path)).toEqual(JSON.parse(stdout));
  }
});

test('a picture is what `thaw plot` writes, with the options of its address', async () => {
  const folder = await seededFolder();
  const lab = await openLab(folder);
  const pairs = [
    ['/plot/best.svg?sweep=1', 'plot best 1'],
    [
      '/plot/curves.svg?sweep=1&metric=val_loss&top=1&smooth=.5&chosen=2&width=900&scheme=dark',
      'plot curves 1 --metric val_loss --top 1 --smooth 0.5 --chosen 2 --width 900 --dark',
    ],
    [
      '/plot/curves.svg?sweep=1&states=stopped,failed&zoom=epoch:0..1',
      'plot curves 1 --state stopped --state failed --zoom epoch:0..1',
    ],
  ] as const;
  for (const [path, line] of pairs) {
    const { status, text, headers } = await lab.get(path);
    expect([status, headers['content-type']]).toEqual([200, 'image/svg+xml; charset=utf-8']);
    const { stdout } = await thaw(`${line} -o -`, fakeContext({ cwd: folder }));
    expect(text, path).toBe(stdout);
  }
});

test('a picture of nothing is told in a sentence', async () => {
  const lab = await openLab(await seededFolder());
  const asked = [
    ['/plot/nothing.svg?sweep=1', 404, /^There is no chart "nothing"/],
    ['/plot/best.svg', 400, 'A picture is of a sweep (`sweep=3`) or of trials (`trials=12`).'],
    ['/plot/best.svg?sweep=1&trials=2', 400, /^A picture is of a sweep/],
    ['/plot/best.svg?sweep=x', 400, '`sweep` expects an id, such as 3.'],
    ['/plot/best.svg?sweep=99', 404, /^There is no sweep "99"/],
    ['/plot/best.svg?sweep=1&width=9', 400, /^`width` expects/],
    ['/plot/best.png?sweep=1', 404, 'There is nothing at this address.'],
    ['/plot/..%2fbest.svg?sweep=1', 404, 'There is nothing at this address.'],
  ] as const;
  for (const [path, status, error] of asked) {
    const reply = await lab.get(path);
    expect([path, reply.status]).toEqual([path, status]);
    expect(JSON.parse(reply.text).error).toMatch(error);
  }
  expect((await lab.get('/plot/best.svg?sweep=1', { cookie: '' })).status).toBe(401);
});

test('counts are those of SQL', async () => {
  const lab = await openLab(await seededFolder());
  const { trials } = (await json(lab, '/api/sweeps/1/trials')) as TrialsDocument;
  const counted: Record<string, number> = {};
  for (const { state } of trials) counted[state] = (counted[state] ?? 0) + 1;
  const db = new Sqlite(lab.file, { readonly: true });
  const rows = db
    .prepare<[], { state: string; n: number }>(
      'select state, count(*) as n from trials where sweep_id = 1 group by state',
    )
    .all();
  db.close();
  const right = Object.fromEntries(rows.map(({ state, n }) => [state, n]));
  expect(counted).toEqual(right);
  expect((await json(lab, '/api/sweeps/1')).trials).toMatchObject(right);
});

test('looking changes not a byte of the database, and leaves no file', async () => {
  const folder = await seededFolder();
  const before = readFileSync(join(folder, 'results', 'thaw.sqlite'));
  const lab = await openLab(folder);
  for (const path of ADDRESSES) await json(lab, path);
  await lab.close();
  expect(readFileSync(lab.file).equals(before)).toBe(true);
  expect(readdirSync(join(folder, 'results'))).toEqual(['thaw.sqlite']);
});

test('what is not there, or makes no sense, is told in a sentence', async () => {
  const lab = await openLab(await seededFolder());
  const asked = [
    ['/api/sweeps/9', 404, 'There is no sweep 9.'],
    ['/api/sweeps/9/trials', 404, 'There is no sweep 9.'],
    ['/api/trials/99', 404, 'There is no trial 99.'],
    ['/api/compare?trials=1,99', 404, /^There is no trial 99\./],
    ['/api/compare', 400, '`trials` expects two ids with a comma between, such as 3,7.'],
    [
      '/api/sweeps/1/curves?trials=1;2',
      400,
      '`trials` expects ids with commas between, such as 3,7.',
    ],
    ['/api/sweeps/1/trials?metric=loss', 400, /^`metric` expects one of train_loss, /],
    ['/api/sweeps/1/leaderboard?rule=x', 400, '`rule` expects one of best, last.'],
    ['/api/nowhere', 404, 'There is nothing at this address.'],
  ] as const;
  for (const [path, status, error] of asked) {
    const reply = await lab.get(path);
    expect([path, reply.status]).toEqual([path, status]);
    expect(JSON.parse(reply.text).error).toMatch(error);
  }
  expect(lab.faults).toEqual([]);
});

test('a browser that has a document already is not sent it again', async () => {
  const lab = await openLab(await seededFolder());
  for (const path of [...ADDRESSES, '/', '/pages/main-1.js']) {
    const { headers, text } = await lab.get(path);
    const again = await lab.get(path, { 'if-none-match': `"x", ${headers.etag}` });
    expect([again.status, again.text]).toEqual([304, '']);
    expect((await lab.get(path, { 'if-none-match': '"x"' })).text).toBe(text);
  }
  const kept = (await lab.get('/pages/main-1.js')).headers['cache-control'];
  expect(kept).toBe('public, max-age=31536000, immutable');
});

test('a document goes compressed to who takes it so', async () => {
  const lab = await openLab(await seededFolder());
  const path = '/api/sweeps/1/leaderboard';
  const whole = await lab.get(path);
  expect(whole.headers['content-encoding']).toBeUndefined();
  const asked = (encoding: string) => lab.get(path, { 'accept-encoding': encoding });
  expect((await asked('gzip;q=0, br')).headers['content-encoding']).toBeUndefined();
  const response = await fetch(`http://127.0.0.1:${lab.port}${path}`, {
    headers: { cookie: lab.cookie, 'accept-encoding': 'gzip' },
  });
  expect(response.headers.get('content-encoding')).toBe('gzip');
  expect(Number(response.headers.get('content-length'))).toBeLessThan(whole.text.length);
  expect(await response.text()).toBe(whole.text);
});

test('every address of a page is the same page', async () => {
  const lab = await openLab(await seededFolder());
  const { text } = await lab.get('/');
  for (const path of ['/sweeps/1', '/sweeps/1/curves?top=5', '/trials/2', '/compare?trials=1,2']) {
    expect((await lab.get(path, { cookie: '' })).text).toBe(text);
  }
});

test('before there is a database there are no sweeps, and then there are', async () => {
  const folder = emptyFolder();
  const lab = await openLab(folder);
  expect(await json(lab, '/api/sweeps')).toEqual({ sweeps: [] });
  expect((await lab.get('/api/sweeps/1')).status).toBe(404);
  await seedResults(folder);
  expect((await json(lab, '/api/sweeps')).sweeps).toHaveLength(1);
  expect((await json(lab, '/api/sweeps/1/trials')).trials).toHaveLength(4);
});

test('a document that was kept is read anew once its sweep changed, and not before', async () => {
  const lab = await openLab(await seededFolder());
  const before = await lab.get('/api/sweeps/1/trials');
  const store = openStore(lab.file);
  await store.log.addEvent({ sweepId: 1, trialId: null, kind: 'note', message: 'of no trial' });
  expect((await lab.get('/api/sweeps/1/trials')).headers.etag).toBe(before.headers.etag);
  await store.queue.requeue([4], 'once more');
  const { trials } = (await json(lab, '/api/sweeps/1/trials')) as TrialsDocument;
  expect(trials.map(({ state }) => state)).toEqual(['finished', 'finished', 'stopped', 'queued']);
  await store.close();
});

test('another database in the place of the one that was read is read from then on', async () => {
  const folder = await seededFolder();
  const lab = await openLab(folder);
  expect((await json(lab, '/api/sweeps/1/trials')).trials).toHaveLength(4);
  const other = emptyFolder();
  await seedResults(other, [{ params: {}, accuracies: [0.5], state: 'finished' }]);
  renameSync(join(other, 'results', 'thaw.sqlite'), lab.file);
  expect((await json(lab, '/api/sweeps/1/trials')).trials).toHaveLength(1);
});
