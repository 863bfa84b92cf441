import { describe, expect, test } from 'vitest';
import { mistakes } from './parse.js';

const first = (text: string) => {
  const { line, message } = mistakes(text)[0] ?? { line: 0, message: 'no mistake' };
  return `${line} ${message}`;
};
const aliases = (levels: number) =>
  ['a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]']
    .concat(
      Array.from(
        { length: levels },
        (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`,
      ),
    )
    .join('\n');

describe('a text that is no sweep file', () => {
  test.each([
    ['an empty file', '', /^1 the file is empty/],
    ['blank lines', ' \n\n', /^1 the file is empty/],
    ['only comments', '# one\n# two\n', /^1 the file holds only comments/],
    ['a list', '- a\n- b\n', /^1 expected a map of keys/],
    ['a single word', 'grid', /^1 expected a map of keys/],
    ['two documents', 'method: grid\n---\nmethod: grid\n', /^2 expected one sweep in a file/],
    ['a colon too many', 'name: my: sweep\n', /^1 a second `key:` stands on this line/],
    ['an indentation too deep', 'method: grid\n  epochs: 1\n', /^1 /],
    ['an open bracket', 'values: [1, 2\nepochs: 3\n', /^2 not YAML: .*\]/],
    ['an unknown alias', 'epochs: *two\n', /^1 \*two refers to nothing/],
    ['a merge of what is no map', 'parameters: { <<: x }\n', /the key << takes in another map/],
    ['aliases that explode', `${aliases(7)}\n`, /aliases \(\*name\) multiply without end/],
    ['an alias of itself', 'data: &d { source: *d }\n', /nested without end|refers to nothing/],
    ['brackets without end', `epochs: ${'['.repeat(100_000)}`, /^1 nested too deeply/],
    ['brackets over many lines', `epochs:\n${' [\n'.repeat(5000)}`, /nested too deeply/],
    ['maps without end', '{a: '.repeat(20_000), /^1 nested too deeply/],
    ['lists without end', `epochs:\n  ${'- '.repeat(20_000)}1`, /^2 nested too deeply/],
    ['indentation without end', indented(5000), /nested too deeply/],
    ['a file of megabytes', `# ${'x'.repeat(1_000_000)}`, /no sweep is that long/],
  ])('%s', (_, text, message) => {
    expect(first(text)).toMatch(message);
  });

  test('is refused at once', () => {
    const start = performance.now();
    for (const text of ['['.repeat(500_000), `${aliases(40)}\n`]) expect(first(text)).not.toBe('');
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

test('a tab is named with its line, and the rest of the file is still checked', () => {
  const found = mistakes('method: grid\nparameters:\n\tlearning_rate:\n\t\tvalue: "1"\nepoch: 2\n');
  expect(found.map(({ line, path }) => [line, path])).toEqual([
    [3, ''],
    [4, ''],
    [4, 'parameters.learning_rate.value'],
    [5, 'epoch'],
  ]);
  expect(found[0]!.message).toMatch(/a tab indents this line/);
});

test('brackets in quotes and comments are no nesting', () => {
  const text = `description: "${'['.repeat(60)}" # ${'{'.repeat(60)}\nparameters: { epochs: { value: 1 } }\n`;
  expect(mistakes(text)).toEqual([]);
});

function indented(levels: number): string {
  return Array.from({ length: levels }, (_, i) => `${' '.repeat(i)}a:`)
    .join('\n')
    .slice(0, 400_000);
}
