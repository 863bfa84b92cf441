import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../../src/results/advice/evidence.js';
import { rules } from '../../src/results/advice/rules/index.js';
import { triedOf } from '../results/insight/tried.js';

const SPACE = { learning_rate: { kind: 'categorical', values: [0.1, 0.2, 0.3, 0.4] } } as const;
const NOTHING = { classes: null, judgment: null };
const docs = readFileSync(new URL('../../docs/statistics.md', import.meta.url), 'utf8');

test('no two rules share a name', () => {
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
});

describe.each(rules)('every rule of advice: $name', ({ name, source, advise }) => {
  test('names what it stands on, and is in the documentation', () => {
    expect(source.length).toBeGreaterThan(10);
    expect(docs).toContain(`\`${name}\``);
  });

  test('is silent of a sweep without trials, with failed ones only, and with four', () => {
    const failed = SPACE.learning_rate.values.map((learning_rate) => ({
      ...{ params: { learning_rate }, state: 'failed' as const },
    }));
    const four = failed.map(({ params }, i) => ({ params, accuracy: 0.5 + i / 10 }));
    for (const trials of [[], failed]) {
      expect(advise(evidenceOf(triedOf(SPACE, trials), NOTHING))).toBeNull();
    }
    const found = advise(evidenceOf(triedOf(SPACE, four), NOTHING));
    // That there are few is the one thing that few points say.
    if (name !== 'few_points') expect(found).toBeNull();
  });
});
