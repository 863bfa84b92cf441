import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sweepSize } from '../../../src/sweep/points/counts.js';
import { parse } from '../parse.js';

const PAGE = new URL('../../../docs/search-space.md', import.meta.url);
const examples = [...readFileSync(PAGE, 'utf8').matchAll(/```yaml\n(.*?)```/gs)].map(
  ([, text]) => text ?? '',
);

describe('the examples of docs/search-space.md', () => {
  test('are there', () => {
    expect(examples.length).toBeGreaterThan(8);
  });

  test.each(examples)('read without a note, and have as many trials as they say: %s', (text) => {
    const { spec, warnings } = parse(text);
    expect(warnings).toEqual([]);
    const said = /^# (\d+) trials/.exec(text)?.[1];
    if (said !== undefined) expect(sweepSize(spec)).toBe(Number(said));
    else expect(spec.method.type).not.toBe('grid');
  });
});
