import { describe, expect, test } from 'vitest';
import { renderConfusion } from '../../src/cli/render/confusion.js';
import { renderImages } from '../../src/cli/render/images.js';
import { bar } from '../../src/cli/text/bar.js';
import { renderCsv } from '../../src/cli/text/csv.js';
import { sparkline } from '../../src/cli/text/sparkline.js';
import { createStyle, wantsColor } from '../../src/cli/text/style.js';
import { renderTable } from '../../src/cli/text/table.js';
import { truncate, widthOf, wrap } from '../../src/cli/text/text.js';
import { duration, shortDuration } from '../../src/cli/text/units.js';
import { byteText } from '../../src/core/words/byte-text.js';
import { count } from '../../src/core/words/numbers.js';
import { plain } from '../../src/core/words/plain.js';
import { snakeKeys } from '../../src/results/documents/snake-keys.js';
import { paramValue } from '../../src/results/param-value.js';

test.each([
  [0, '0 s'],
  [0.84, '0.8 s'],
  [7, '7 s'],
  [45.4, '45 s'],
  [59.7, '1 min'],
  [200, '3 min 20 s'],
  [7500, '2 h 5 min'],
])('%d seconds are %s', (seconds, text) => expect(duration(seconds)).toBe(text));

test.each([
  [0, '0s'],
  [0.84, '0.8s'],
  [45.4, '45s'],
  [72, '1m12s'],
  [3725, '1h02m'],
])('%d seconds in a column are %s', (seconds, text) => expect(shortDuration(seconds)).toBe(text));

test.each([
  [12, '12 B'],
  [999_960, '1.0 MB'],
  [95_300_000, '95.3 MB'],
  [2e15, '2000.0 TB'],
])('%d bytes are %s', (n, text) => expect(byteText(n)).toBe(text));

test('nouns follow their number', () => {
  expect([count(1, 'trial'), count(0, 'trial'), count(50_000, 'image')]).toEqual([
    '1 trial',
    '0 trials',
    '50,000 images',
  ]);
});

test.each([
  [0.1, '0.1'],
  [0.003, '0.003'],
  [0.00001, '1e-5'],
  [0.0316227766, '0.0316'],
  [1234567, '1234567'],
  [true, 'true'],
  [null, 'none'],
  ['cosine', 'cosine'],
  [{ type: 'step', step_size: 2, gamma: 0.1 }, 'step(step_size=2, gamma=0.1)'],
  [{ type: 'cosine' }, 'cosine'],
  [[{ random_crop: { padding: 4 } }, 'horizontal_flip'], 'random_crop(padding=4)+horizontal_flip'],
])('%j in a table is %s', (value, text) => expect(paramValue(value)).toBe(text));

test('a sparkline spans its values, a missing one is a space', () => {
  expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7])).toBe('▁▂▃▄▅▆▇█');
  expect(sparkline([0.5, 0.5])).toBe('▁▁');
  expect(sparkline([1, null, Number.NaN, 2])).toBe('▁  █');
  expect(sparkline([])).toBe('');
});

test('a bar is as full as its share, and never more than full', () => {
  expect([bar(0, 4), bar(0.5, 4), bar(2, 4)]).toEqual(['────', '━━──', '━━━━']);
});

test('a long list is shown by its first items', () => {
  const milestones = Array.from({ length: 8000 }, (_, i) => i);
  expect(paramValue({ type: 'multistep', milestones })).toBe(
    'multistep(milestones=0+1+2+3+4+5+6+7+8+9+10+11+(7988 more))',
  );
  expect(paramValue('x'.repeat(200_000))).toHaveLength(60);
});

test('text is wrapped in a time that grows with its length alone', () => {
  const lines = wrap(`${'é'.repeat(100_000)} ${'ab '.repeat(50_000)}`, 80);
  expect(lines).toHaveLength(1250 + 1852);
});

test('a text is no formula to a spreadsheet, and has one line', () => {
  const texts = [
    '=1+1',
    '+1',
    '-cmd|x',
    '@sum',
    '\t=1',
    ' =1',
    '＝1',
    'a=1',
    '1-2',
    '\u202ex\u001b[',
  ];
  const csv = renderCsv({ header: ['=h'], rows: texts.map((text) => [text]) });
  expect(csv.split('\n').slice(0, -1)).toEqual([
    ...["'=h", "'=1+1", "'+1", `"'-cmd|x"`, "'@sum", "' =1", "' =1", "'＝1", 'a=1', '1-2', ' x ['],
  ]);
  expect(renderCsv({ header: ['n'], rows: [[-1.5]] })).toBe('n\n-1.5\n');
});

test('CSV quotes commas, quotes and what other programs part cells at', () => {
  const rows = [
    ['x,"y"\n;', null],
    [{ k: 1 }, 2],
  ];
  expect(renderCsv({ header: ['a', 'b'], rows })).toBe('a,b\n"x,""y"" ;",\n"{""k"":1}",2\n');
});

test('keys of JSON outputs are those of a sweep file', () => {
  expect(snakeKeys({ learningRate: 1, inner: [{ stepSize: 2 }], n: null })).toEqual({
    learning_rate: 1,
    inner: [{ step_size: 2 }],
    n: null,
  });
});

describe('text', () => {
  test('width counts what a terminal shows', () => {
    expect(widthOf(createStyle(true).bold('bold'))).toBe(4);
    expect(widthOf('日本')).toBe(4);
    expect(widthOf('e\u0301')).toBe(1);
  });

  test('cut text ends in an ellipsis and fits', () => {
    expect(truncate('abcdef', 4)).toBe('abc…');
    expect(truncate('日本語', 4)).toBe('日…');
    expect(truncate('abcd', 4)).toBe('abcd');
  });

  test('wraps at spaces, and within a word only where it must', () => {
    expect(wrap('one  two  three', 8)).toEqual(['one  two', 'three']);
    expect(wrap('one  two  three', 9)).toEqual(['one  two', 'three']);
    expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
    expect(wrap('abcdefghij kl', 4)).toEqual(['abcd', 'efgh', 'ij', 'kl']);
  });

  test('control characters of a file name never reach the terminal', () => {
    expect(plain('a\x1b]0;title\x07b')).toBe('a ]0;title b');
  });
});

describe('a table', () => {
  const columns = [
    { title: 'n', align: 'right' },
    { title: 'text', wrap: true },
  ] as const;

  test('aligns numbers at the right, and trails no spaces', () => {
    expect(
      renderTable(columns, [
        ['1', 'a'],
        ['22', ''],
      ]),
    ).toBe(' n  text\n 1  a\n22\n');
  });

  test('breaks the wrapping column to fit', () => {
    const table = renderTable(columns, [['1', 'some words that are too long for this']], 24);
    expect(table).toBe('n  text\n1  some words that are\n   too long for this\n');
  });

  test('keeps its columns where cells are colored', () => {
    const { red } = createStyle(true);
    const [first, second] = renderTable([{ title: 'a' }, { title: 'b' }], [[red('x'), 'y']])
      .split('\n')
      .map(widthOf);
    expect(first).toBe(second);
  });
});

test('classes of about one size are told in one line, in whole images', () => {
  const classes = [51, 52, 51, 51, 51].map((train, c) => {
    return { name: `c${c}`, train, val: 26, test: null };
  });
  const text = renderImages({ classes }, 80, createStyle(false));
  expect(text.replaceAll('\n', ' ')).toContain(
    'of each 51 or 52 images to train, 26 to validate: c0',
  );
});

test('a confusion matrix has class names as long as there is room for', () => {
  const header = (names: readonly string[]) =>
    renderConfusion(
      names,
      names.map(() => names.map(() => 1)),
      80,
      createStyle(false),
    ).split('\n')[0];
  expect(header(['my cat', 'golden retriever'])).toMatch(/my cat {2}golden retriever$/);
  const ten = Array.from({ length: 8 }, (_, i) => `class ${i} of them`);
  expect(header(ten)).toMatch(/class…$/);
});

test('a confusion matrix that is too wide becomes a list of mistakes', () => {
  const names = Array.from({ length: 30 }, (_, i) => `class ${i}`);
  const confusion = names.map((_, r) => names.map((_, c) => (c === r ? 9 : c === r + 1 ? 2 : 0)));
  const text = renderConfusion(names, confusion, 80, createStyle(false));
  expect(text).toMatch(/^true +predicted +images\nclass 0 +class 1 +2\n/);
});

test.each([
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: '1' }, true, false],
  [{ NO_COLOR: '' }, true, true],
  [{ NO_COLOR: '1', FORCE_COLOR: '1' }, false, false],
  [{ FORCE_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '0' }, true, false],
  [{ TERM: 'dumb' }, true, false],
])('colors with %j, terminal %s: %s', (env, terminal, wanted) => {
  expect(wantsColor(env, terminal)).toBe(wanted);
});
