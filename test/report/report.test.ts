import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasFolders, withoutFolders } from '../../src/report/without-folders.js';
import { fakeContext, freshFolder, thaw } from '../cli/fake-context.js';
import { type SeededTrial, seedResults, TRIALS } from '../cli/seed-results.js';

/** The report of a sweep of these trials, as the command writes it. */
async function reportOf(
  trials: readonly SeededTrial[] = TRIALS,
  change: Parameters<typeof seedResults>[2] = {},
): Promise<{ readonly text: string; readonly folder: string }> {
  const folder = freshFolder();
  await seedResults(folder, trials, change);
  const { code, stderr } = await thaw('report -o report.html', fakeContext({ cwd: folder }));
  expect(code, stderr).toBe(0);
  return { text: readFileSync(join(folder, 'report.html'), 'utf8'), folder };
}

/** What a reader sees of it. */
function shown(text: string): string {
  return text
    .replace(/<(style|script)>[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}

describe('the command', () => {
  test('writes beside the database unless it is told where, and says so', async () => {
    const folder = freshFolder();
    await seedResults(folder);
    const { code, stdout } = await thaw('report', fakeContext({ cwd: folder }));
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Wrote results\/exports\/sweep-1\.html \(\d+\.\d kB\): sweep 1, fake\. Open it in a browser\.\n$/,
    );
    const file = join(folder, 'results', 'exports', 'sweep-1.html');
    const again = await thaw('report 1 --format json', fakeContext({ cwd: folder }));
    expect(JSON.parse(again.stdout)).toEqual({
      ...{ file, bytes: statSync(file).size, sweep: 1, name: 'fake' },
    });
  });

  test('says what is wrong with where it is to write, and what it is to tell of', async () => {
    const folder = freshFolder();
    await seedResults(folder);
    mkdirSync(join(folder, 'there.html'));
    const wrong = [
      ['report -o there.html', 'there.html is a folder'],
      ['report -o results/thaw.sqlite/x.html', 'Nothing can be written to'],
      ['report 9', 'There is no sweep "9".'],
      ['report -o results/thaw.sqlite', 'expects a file whose name ends in .html'],
      ['report -o -', 'expects a file whose name ends in .html'],
      ...(existsSync('/proc/self')
        ? [['report -o /proc/x.html', 'Nothing can be written to /proc'] as const]
        : []),
    ] as const;
    for (const [line, message] of wrong) {
      const { code, stderr } = await thaw(line, fakeContext({ cwd: folder }));
      expect([line, code]).toEqual([line, 2]);
      expect(stderr).toContain(message);
    }
    expect((await thaw('report', fakeContext({ cwd: folder }))).code).toBe(0);
  });

  test('the same results make the same file', async () => {
    const folder = freshFolder();
    await seedResults(folder);
    for (const name of ['a.html', 'b.html'])
      await thaw(`report -o ${name}`, fakeContext({ cwd: folder }));
    expect(readFileSync(join(folder, 'a.html'), 'utf8')).toBe(
      readFileSync(join(folder, 'b.html'), 'utf8'),
    );
  });
});

test('tells what was tried, what came of it, and how far to trust that', async () => {
  const text = shown((await reportOf()).text);
  for (const part of [
    'The best is trial 2, with val_accuracy 0.6550',
    '4 trials: 2 finished, 1 stopped early, 1 failed.',
    'The best recipe',
    'learning_rate 0.01',
    'augmentation none',
    'trains layer4.0 to fc (4 units)',
    'as the weights',
    'The best was chosen out of 2 recipes by the very validation images that it is told by',
    'The test split was never read',
    '1 trial was stopped early for being behind at the time',
    '1 trial failed or diverged, and has no place in the order.',
    'thaw run fake.yaml',
    'name: fake',
  ]) {
    expect(text).toContain(part);
  }
});

test('needs nothing from outside, and lets nothing but its own script run', async () => {
  const { text } = await reportOf();
  const addresses = Array.from(text.matchAll(/\b(?:src|href|action)="([^"]*)"/g), ([, to]) => to!);
  expect(addresses.length).toBeGreaterThan(5);
  expect(addresses.filter((to) => !to.startsWith('#'))).toEqual([]);
  expect(text.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|@import/);
  expect(text).not.toMatch(/ style="/);

  const only = (tag: string) => {
    const all = Array.from(text.matchAll(new RegExp(`<${tag}[^>]*>([\\s\\S]*?)</${tag}>`, 'g')));
    expect(all).toHaveLength(1);
    return `'sha256-${createHash('sha256').update(all[0]![1]!).digest('base64')}'`;
  };
  const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(text)!;
  expect(policy!.replaceAll('&#39;', "'")).toBe(
    `default-src 'none'; style-src ${only('style')}; script-src ${only('script')}; base-uri 'none'; form-action 'none'`,
  );
});

test('names that are markup are text', async () => {
  const hostile = '"><img src=x onerror=alert(1)>';
  const script = '</script></pre><script>alert(1)</script>';
  const trials = TRIALS.map((trial, i) => ({
    ...trial,
    params: { ...trial.params, [hostile]: i % 2 === 0 ? script : '\u202egnp.\u0007' },
  }));
  const { text } = await reportOf(trials, {
    name: script,
    description: hostile,
    space: { [hostile]: { kind: 'categorical', values: [script, '\u202egnp.\u0007'] } },
  });
  expect(text).not.toContain('<img');
  expect(text.match(/<script/g)).toHaveLength(1);
  expect(text).not.toMatch(/<[^>]*\son\w+=/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what must not be there
  expect(text).not.toMatch(/[\u202a-\u202e\u0000-\u0008]/);
  expect(shown(text)).toContain('&lt;img src=x onerror=alert(1)&gt;');
});

test('tells nothing of the machine: no folders, no names of user or host', async () => {
  const { text, folder } = await reportOf(TRIALS, {
    data: { source: '/home/somebody/pets', train: 100, val: 50, decodeSize: 32 },
    model: { architecture: 'resnet50', weights: 'C:\\Users\\somebody\\own.safetensors' },
  });
  for (const part of [folder, 'somebody', 'C:\\', homedir(), process.cwd(), 'fake.yaml/']) {
    expect(text, part).not.toContain(part);
  }
  if (hostname().length > 3) expect(text).not.toContain(hostname());
  expect(shown(text)).toContain('source=pets');
  expect(shown(text)).toContain('weights=own.safetensors');
  expect(shown(text)).toContain(
    'Of paths on the machine that trained, only the last part is shown.',
  );
});

/** Of eight parameters that vary. */
const MORE = ['a', 'b', 'c', 'd', 'e', 'f'];

test('500 trials make a file of less than 2 MB', async () => {
  const trials = Array.from({ length: 500 }, (_, i): SeededTrial => {
    const accuracies = Array.from({ length: 10 }, (_, e) => 0.3 + ((i * 37 + e * 11) % 100) / 250);
    return {
      params: {
        ...{ learning_rate: 0.001 * (1 + i), scheduler: 'cosine', unfrozen_layers: i % 5 },
        ...Object.fromEntries(MORE.map((name, p) => [name, (i * (p + 3)) % 7])),
      },
      ...{ accuracies, state: i % 7 === 0 ? 'stopped' : 'finished' },
    };
  });
  const { text } = await reportOf(trials, {
    space: {
      learning_rate: { kind: 'uniform', low: 0.001, high: 0.6, scale: 'log' },
      unfrozen_layers: { kind: 'categorical', values: [0, 1, 2, 3, 4] },
      scheduler: { kind: 'constant', value: 'cosine' },
      ...Object.fromEntries(MORE.map((name) => [name, { kind: 'int_uniform', low: 0, high: 6 }])),
    },
  });
  expect(Buffer.byteLength(text)).toBeLessThan(2_000_000);
}, 60_000);

describe('a sweep', () => {
  const cases: readonly (readonly [string, readonly SeededTrial[], string])[] = [
    ['without trials', [], 'The sweep has no trials yet.'],
    ['of one trial', TRIALS.slice(0, 1), 'The best is trial 1'],
    ['of which all failed', TRIALS.slice(3), 'No trial has finished.'],
    ['of which all were stopped', TRIALS.slice(2, 3), 'No trial has finished.'],
  ];
  test.each(cases)('%s is told as what it is', async (_, trials, said) => {
    const text = shown((await reportOf(trials)).text);
    expect(text).toContain(said);
    expect(text).not.toMatch(/\b(?:NaN|undefined|Infinity|null|\[object)/);
  });
});

test('of paths the last part stays, of all else everything', () => {
  const value = {
    ...{ a: '/data/pets', b: 'C:\\x\\own', c: '~/x/y/', d: 'file:///x/z', e: 'cifar10' },
    f: ['imagenet', '\\\\host\\share\\w'],
    g: { scale: 0.5, h: 'a/b', i: null },
  };
  expect(withoutFolders(value)).toEqual({
    ...{ a: 'pets', b: 'own', c: 'y', d: 'z', e: 'cifar10', f: ['imagenet', 'w'] },
    g: { scale: 0.5, h: 'a/b', i: null },
  });
  expect([hasFolders(value), hasFolders(value.g), hasFolders('x')]).toEqual([true, false, false]);
});
