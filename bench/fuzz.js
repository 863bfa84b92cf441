#!/usr/bin/env node
// Fuzzes every parser for long: test/fuzz with more inputs than a test run has, and other ones each
// time. Keeps the figures, seeds included; a failure prints the smallest input that causes it.
//
//   node bench/fuzz.js [--inputs 100000] [--seed N] [--only "sweep file"]
//
// The same again, input for input: --seed with the seed that was kept.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    only: { type: 'string', default: '' },
  },
});
const clone = fileURLToPath(new URL('..', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'thaw-fuzz-'));
const figures = join(work, 'figures.jsonl');
writeFileSync(figures, '');

const only = values.only === '' ? [] : ['--testNamePattern', values.only];
const { status } = spawnSync('npx', ['vitest', 'run', 'test/fuzz', ...only], {
  cwd: clone,
  env: { ...process.env, FUZZ_RUNS: values.inputs, FUZZ_SEED: values.seed, FUZZ_FIGURES: figures },
  stdio: ['ignore', 2, 2],
});
const targets = readFileSync(figures, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line));
rmSync(work, { recursive: true });

const at = new Date().toISOString();
const folder = fileURLToPath(new URL('results/', import.meta.url));
mkdirSync(folder, { recursive: true });
const file = `${folder}fuzz-${at.slice(0, 16).replace(':', '')}.json`;
const cpu = `${cpus().length} x ${cpus()[0].model.trim()}`;
const result = { at, cpu, node: process.version, passed: status === 0, settings: values, targets };
writeFileSync(file, `${JSON.stringify(result, null, 1)}\n`);
console.error(`Written to ${file}`);
console.log('| parser | inputs | taken | refused | s | slowest, ms | peak, MB |');
console.log('| --- | --: | --: | --: | --: | --: | --: |');
for (const { target, inputs, accepted, seconds, slowestMs, peakMegabytes } of targets) {
  const row = [target, inputs, accepted, inputs - accepted, seconds, slowestMs, peakMegabytes];
  console.log(`| ${row.join(' | ')} |`);
}
process.exitCode = status === 0 ? 0 : 1;
