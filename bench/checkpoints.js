#!/usr/bin/env node
// What checkpoints cost: whole sweeps with them and without, in turn, by the clock and in processor
// time. A number's sign may be noise: the spread of the rounds is kept beside it.
//
//   node bench/checkpoints.js [--sweep quickstart|a] [--rounds 5] [--set data.train=500 ...]

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from './median.js';

const { values } = parseArgs({
  options: {
    sweep: { type: 'string', default: 'quickstart' },
    rounds: { type: 'string', default: '5' },
    set: { type: 'string', multiple: true, default: [] },
  },
});
const clone = fileURLToPath(new URL('..', import.meta.url));
const file = join(
  clone,
  values.sweep === 'a' ? 'bench/sweeps/a.yaml' : `sweeps/${values.sweep}.yaml`,
);

/** @typedef {{ wall: number, cpu: number }} Seconds */
/** @type {Record<'with' | 'without', Seconds[]>} */
const runs = { with: [], without: [] };
// Once unmeasured: images and weights are read from the disk, and cached.
measured('epoch');
for (let round = 0; round < Number(values.rounds); round += 1) {
  // Which one goes first alternates too: a machine that warms up favors neither.
  const order = round % 2 === 0 ? ['with', 'without'] : ['without', 'with'];
  for (const which of /** @type {('with' | 'without')[]} */ (order)) {
    const seconds = measured(which === 'with' ? 'epoch' : 'never');
    runs[which].push(seconds);
    console.error(`${which}: ${seconds.wall.toFixed(2)} s, ${seconds.cpu.toFixed(2)} s CPU`);
  }
}

const percent = { wall: extra('wall'), cpu: extra('cpu') };
const at = new Date().toISOString();
const cpu = `${cpus().length} x ${cpus()[0]?.model.trim()}`;
const result = { at, cpu, node: process.version, settings: values, percent, runs };
const kept = join(
  clone,
  `bench/results/checkpoints-${values.sweep}-${at.slice(0, 16).replace(':', '')}.json`,
);
writeFileSync(kept, `${JSON.stringify(result, null, 1)}\n`);
console.log(
  `${values.sweep}: checkpoints take ${percent.wall} % of the time, ${percent.cpu} % of the CPU (medians)`,
);

/** @param {'wall' | 'cpu'} key */
function extra(key) {
  const [on, off] = [runs.with, runs.without].map((each) => median(each.map((run) => run[key])));
  return Number((((on ?? 0) / (off ?? 0) - 1) * 100).toFixed(2));
}

/**
 * @param {'epoch' | 'never'} every
 * @returns {Seconds}
 */
function measured(every) {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-checkpoints-'));
  const sets = [`checkpoint.every=${every}`, ...values.set].flatMap((set) => ['--set', set]);
  const args = ['run', file, '--db', join(folder, 'thaw.sqlite'), ...sets];
  const started = performance.now();
  // The shell's `times` knows what the processor did for its children.
  const { status, stderr } = spawnSync(
    'sh',
    ['-c', '"$@"; code=$?; times >&2; exit $code', 'sh', process.execPath, 'bin/thaw.js', ...args],
    { cwd: clone, encoding: 'utf8', env: { ...process.env, THAW_SETUP: 'off' } },
  );
  const wall = (performance.now() - started) / 1000;
  if (status !== 0) throw new Error(stderr);
  const children = stderr.trimEnd().split('\n').at(-1) ?? '';
  const cpu = [...children.matchAll(/([\d.]+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
  rmSync(folder, { recursive: true });
  return { wall, cpu };
}
