#!/usr/bin/env node
// How often a leaderboard's intervals and ties are right, in sweeps that are made up and whose truth
// is therefore known: test/search/statistics with more of them than a test run has.
//
//   node bench/coverage.js [--sweeps 10000] [--only "10 recipes, once"]

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    sweeps: { type: 'string', default: '10000' },
    only: { type: 'string', default: '' },
  },
});
const clone = fileURLToPath(new URL('..', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'thaw-coverage-'));
const figures = join(work, 'figures.jsonl');
writeFileSync(figures, '');

const only = values.only === '' ? [] : ['--testNamePattern', values.only];
const file = 'test/search/statistics/coverage.test.ts';
const { status } = spawnSync('npx', ['vitest', 'run', file, ...only], {
  cwd: clone,
  env: { ...process.env, COVERAGE_SWEEPS: values.sweeps, COVERAGE_FIGURES: figures },
  stdio: ['ignore', 2, 2],
});
const scenarios = readFileSync(figures, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line));
rmSync(work, { recursive: true });

const at = new Date().toISOString();
const folder = fileURLToPath(new URL('results/', import.meta.url));
mkdirSync(folder, { recursive: true });
const kept = `${folder}coverage-${at.slice(0, 16).replace(':', '')}.json`;
const result = { at, passed: status === 0, sweeps: Number(values.sweeps), scenarios };
writeFileSync(kept, `${JSON.stringify(result, null, 1)}\n`);
console.error(`Written to ${kept}`);

const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(1)} %`;
console.log(
  '| sweep | intervals that hold | best one: own | with bias | told apart wrongly | by Holm over the best | best is in rank 1 | recipes in rank 1 | bias | said |',
);
console.log(`|${' --- |'.repeat(10)}`);
for (const one of scenarios) {
  const shares = [one.covered, one.winner, one.corrected, one.falselyApart, one.byHolm];
  const row = [one.scenario, ...shares.map(percent), percent(one.holdsBest), one.tied.toFixed(1)];
  console.log(`| ${[...row, percent(one.bias), percent(one.saidBias)].join(' | ')} |`);
}
process.exitCode = status === 0 ? 0 : 1;
