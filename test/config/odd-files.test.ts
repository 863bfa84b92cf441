import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadSweep } from '../../src/config/file/load-sweep.js';
import { ConfigError } from '../../src/core/errors.js';
import { mistakes, parse } from './parse.js';

const FILE = 'method: grid\nparameters:\n  learning_rate: { values: [0.1] }\n';

function load(bytes: Uint8Array) {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-odd-'));
  writeFileSync(join(folder, 'a.yaml'), bytes);
  return loadSweep(join(folder, 'a.yaml'), { set: [] }, folder);
}

function refusal(bytes: Uint8Array): string {
  try {
    load(bytes);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n').slice(1).join('\n').trim();
    throw error;
  }
  return '';
}

describe('a file in another encoding is named as what it is', () => {
  const utf16 = Buffer.from(FILE, 'utf16le');
  test.each([
    ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), /line 1:1 .*UTF-16 \(little/],
    ['UTF-16, swapped', Buffer.concat([Buffer.from([0xfe, 0xff]), utf16.swap16()]), /big endian/],
    ['zeros', Buffer.alloc(100), /line 1:1 the file holds zero bytes, not text/],
    ['UTF-16 without a mark', Buffer.from(FILE, 'utf16le'), /line 1:1 .*written in UTF-16/],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x6d, 0, 0, 0]), /UTF-32/],
    [
      'Latin-1',
      Buffer.from(`name: a\ndescription: grün\n${FILE}`, 'latin1'),
      /line 2:16 byte fc is no UTF-8; .*"ü"/,
    ],
    [
      'a cut character',
      Buffer.concat([Buffer.from(`${FILE}# é`).subarray(0, -1)]),
      /line 4:3 byte c3/,
    ],
  ])('%s', (_, bytes, message) => {
    expect(refusal(bytes)).toMatch(message);
  });

  test('UTF-8 with a byte order mark is as good as without', () => {
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(FILE)]);
    expect(load(marked).spec.space).toEqual(parse(FILE).spec.space);
  });
});

describe('a character that is not what it looks like is named, with its place', () => {
  const first = (text: string) => {
    const [issue] = mistakes(text);
    return `${issue?.line}:${issue?.column} ${issue?.message}`;
  };
  test.each([
    ['parameters:\n\u00a0 learning_rate: { value: 1 }', /^2:1 a no-break space \(U\+00A0\)/],
    ['parameters:\n  learning_rate:\n  \u00a0 value: 1', /^3:3 a no-break space/],
    ['parameters: { learning_rate: { value: 0.1 } }\u00a0', /^1:46 a no-break space/],
    [
      'parameters: { pooling: { value: \u201cavg\u201d } }',
      /^1:33 a curly quote \(U\+201C\).*straight/,
    ],
    ['parameters: { \u2018pooling\u2019: { value: avg } }', /^1:15 a curly quote \(U\+2018\)/],
    ['parameters: { pooling: { value: avg\u200b } }', /^1:36 an invisible/],
    ['parameters:\n\tpooling: { value: avg }', /^2:1 a tab indents this line/],
  ])('%j', (text, wanted) => {
    expect(first(text)).toMatch(wanted);
  });

  test('texts for people, quoted texts and comments may hold it', () => {
    const text = `name: it\u2019s a\u00a0test\ndescription: \u201cquoted\u201d # \u00a0\n${FILE}`;
    expect(parse(text).spec.name).toBe('it\u2019s a\u00a0test');
    expect(mistakes(`${FILE}data: { source: "\u201ca\u201d" }\n`)).toEqual([]);
  });
});

describe('a file that would take without end is refused at once', () => {
  const ladder = (levels: number) =>
    Array.from({ length: levels }, (_, i) => `${' '.repeat(i)}?`).join('\n');
  test.each([
    ['keys that are keys of keys', `${'? '.repeat(60)}x`],
    ['fewer of them', `${'? '.repeat(28)}x`],
    ['the same over lines', `${ladder(31)} x`],
    ['in braces', `${'{? '.repeat(28)}x${'}'.repeat(28)}`],
    ['maps as keys', `${'{'.repeat(28)}x${'}'.repeat(28)}`],
    ['an alias as a key', 'a: &a [1]\n*a : 2'],
  ])('%s', (_, text) => {
    const started = performance.now();
    expect(mistakes(text)[0]?.message).toMatch(/expected a word|nested too deeply/);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test('in a flag, too', () => {
    const set = [`data=${'{? '.repeat(28)}x${'}'.repeat(28)}`];
    expect(mistakes(FILE, { set })[0]?.message).toMatch(/a key is a list or a map/);
  });

  test.each([
    ['name', `name: ${'x'.repeat(200_000)}\n${FILE}`, /^expected at most 200 characters/],
    ['a key', `${'x'.repeat(200_000)}: 1\n${FILE}`, /^not YAML/],
    ['a parameter', `parameters: { ? ${'x'.repeat(200_000)} : { value: 1 } }`, /^unknown key "xxx/],
    ['a value', `parameters: { pooling: { value: ${'x'.repeat(200_000)} } }`, /^expected avg/],
    ['a metric', `metric: { name: ${'x'.repeat(200_000)} }\n${FILE}`, /^expected train_loss/],
    ['a source', `data: { source: ${'x'.repeat(200_000)} }\n${FILE}`, /^expected at most 4096/],
  ])('%s of 200,000 characters is told in few', (_, text, wanted) => {
    const [issue] = mistakes(text);
    expect(issue!.message).toMatch(wanted);
    expect(issue!.message.length).toBeLessThan(1000);
  });
});
