import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hunksOf, lineDiff, unifiedDiff } from '../../../src/pages/models/line-diff.js';

const line = fc.constantFrom('a', 'b', 'c', '- d', '# e', '');
const text = fc
  .array(line, { minLength: 1, maxLength: 12 })
  .map((lines) => `${lines.join('\n')}\n`);

test('both texts are in it, line by line', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = lineDiff(before, after);
      const without = (kind: string) =>
        lines.flatMap((each) => (each.kind === kind ? [] : [`${each.text}\n`])).join('');
      expect(without('new')).toBe(before);
      expect(without('gone')).toBe(after);
    }),
  );
});

test('equal texts have no hunks', () => {
  fc.assert(
    fc.property(text, (same) => {
      expect(hunksOf(lineDiff(same, same))).toEqual([]);
    }),
  );
});

test('a changed line stands between the lines around it', () => {
  const before = 'name: x\nepochs: 5\nseed: 1\nparameters:\n  lr: 0.1\n';
  const [hunk, ...others] = hunksOf(lineDiff(before, before.replace('0.1', '0.3')), 1);
  expect(others).toEqual([]);
  expect(hunk).toEqual({
    from: [4, 4],
    lines: [
      { kind: 'same', text: 'parameters:' },
      { kind: 'gone', text: '  lr: 0.1' },
      { kind: 'new', text: '  lr: 0.3' },
    ],
  });
});

test('patch makes the second text of the first', () => {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-diff-'));
  const before = 'name: x\nepochs: 5\nseed: 1\nparameters:\n  lr: 0.1\n  a: 1\n  b: 2\n  c: 3\n';
  const after = `# new\n${before.replace('0.1', '0.3').replace('  c: 3\n', '  c: 4\n  d: 5\n')}`;
  const file = join(folder, 'sweep.yaml');
  writeFileSync(file, before);
  const diff = unifiedDiff(hunksOf(lineDiff(before, after)), ['sweep.yaml', 'sweep.yaml']);
  execFileSync('patch', [file], { input: diff });
  expect(readFileSync(file, 'utf8')).toBe(after);
});
