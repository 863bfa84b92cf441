#!/usr/bin/env node
// Kills real sweeps at random moments (SIGKILL of the whole group), resumes each to its end, and
// compares it with the same sweep undisturbed: states, every report's numbers, best epochs, bytes of
// the networks that were kept. Counts the epochs that were trained twice, and looks for orphans, locks
// that nobody holds, rows left `running` and files half written. Linux.
//
//   node bench/soak.js [--kills 200] [--most 8] [--backends wasm,tensorflow] [--seed N]
//                      [--file bench/soak/sweep.yaml] [--keep]
//
// --most: kills of one sweep; --keep: keep the folders of sweeps that came out other than undisturbed.

import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { differences, outcomeOf, standingOf } from './soak/outcome.js';
import { killGroup, processesNaming, start } from './soak/program.js';

/** @import { Outcome } from './soak/outcome.js' */

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    most: { type: 'string', default: '8' },
    backends: { type: 'string', default: 'wasm,tensorflow' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    file: { type: 'string', default: fileURLToPath(new URL('soak/sweep.yaml', import.meta.url)) },
    keep: { type: 'boolean', default: false },
  },
});
const random = randomFrom(Number(values.seed));
const file = resolve(values.file);
const work = mkdtempSync(join(tmpdir(), 'thaw-soak-'));
const backends = values.backends.split(',');
const wanted = Math.ceil(Number(values.kills) / backends.length);

/** @type {SweepFigures[]} */
const sweeps = [];
for (const backend of backends) {
  const calm = await undisturbed(backend);
  console.error(`${backend}, undisturbed: ${calm.seconds.toFixed(1)} s`);
  for (let kills = 0, n = 0; kills < wanted; n += 1) {
    const most = Math.min(wanted - kills, 1 + Math.floor(random() * Number(values.most)));
    const figures = await disturbed(backend, calm, most, n);
    sweeps.push(figures);
    kills += figures.kills;
    console.error(
      `${backend} ${n}: ${figures.kills} kills (${kills} of ${wanted}), ${figures.seconds.toFixed(0)} s, ${figures.epochsRepeated} of ${figures.epochs} epochs again: ${figures.differences.length === 0 ? 'as undisturbed' : figures.differences[0]}`,
    );
  }
}
if (readdirSync(work).length === 0) rmSync(work, { recursive: true });

const at = new Date().toISOString();
const sum = /** @param {(each: SweepFigures) => number} of */ (of) =>
  sweeps.reduce((total, each) => total + of(each), 0);
const totals = {
  sweeps: sweeps.length,
  kills: sum(({ kills }) => kills),
  unlike: sum(({ differences }) => Math.min(1, differences.length)),
  epochs: sum(({ epochs }) => epochs),
  epochsRepeated: sum(({ epochsRepeated }) => epochsRepeated),
  orphans: sum(({ orphans }) => orphans),
  leftOver: sum(({ leftOver }) => leftOver.length),
};
const result = {
  at,
  cpu: `${cpus().length} x ${cpus()[0].model.trim()}`,
  node: process.version,
  settings: values,
  totals,
  sweeps,
};
const folder = fileURLToPath(new URL('results/', import.meta.url));
mkdirSync(folder, { recursive: true });
const kept = `${folder}soak-${at.slice(0, 16).replace(':', '')}.json`;
writeFileSync(kept, `${JSON.stringify(result, null, 1)}\n`);
console.error(`Written to ${kept}`);
console.log(JSON.stringify(totals, null, 1));
process.exitCode = totals.unlike + totals.orphans + totals.leftOver === 0 ? 0 : 1;

/**
 * @typedef {{ seconds: number, outcome: Outcome }} Calm
 * @typedef {{
 *   backend: string, kills: number, moments: number[], seconds: number, calmSeconds: number,
 *   epochs: number, epochsRepeated: number, exit: number | string | null,
 *   differences: string[], orphans: number, leftOver: string[],
 * }} SweepFigures
 */

/** @param {string} backend @returns {Promise<Calm>} */
async function undisturbed(backend) {
  const place = mkdtempSync(join(work, 'calm-'));
  const begun = performance.now();
  const run = start(argsOf(backend, join(place, 'thaw.sqlite')), {
    cwd: place,
    log: join(place, 'log'),
  });
  const code = await run.ended;
  if (code !== 0)
    throw new Error(`undisturbed, the sweep ended with ${code}: ${join(place, 'log')}`);
  const calm = {
    seconds: (performance.now() - begun) / 1000,
    outcome: outcomeOf(join(place, 'thaw.sqlite')),
  };
  rmSync(place, { recursive: true });
  return calm;
}

/** @param {string} backend @param {string} db */
function argsOf(backend, db) {
  return ['run', file, '--backend', backend, '--db', db];
}

/**
 * @param {string} backend
 * @param {Calm} calm
 * @param {number} most kills
 * @param {number} n
 * @returns {Promise<SweepFigures>}
 */
async function disturbed(backend, calm, most, n) {
  const place = join(work, `${backend}-${n}`);
  mkdirSync(place);
  const db = join(place, 'thaw.sqlite');
  const options = { cwd: place, log: join(place, 'log') };
  const begun = performance.now();
  /** @type {number[]} */
  const moments = [];
  let epochsRepeated = 0;
  let orphans = 0;
  let before = 0;
  /** @type {number | string | null} */
  let exit = null;
  for (;;) {
    // Once there is a sweep it is resumed; one killed before that begins anew.
    const isThere = (standingOf(db)?.sweeps ?? 0) > 0;
    const run = start(isThere ? ['resume', '--db', db] : argsOf(backend, db), options);
    const isLast = moments.length >= most;
    const moment = isLast ? Number.POSITIVE_INFINITY : 0.3 + random() * calm.seconds * 0.9;
    const deadline = performance.now() + 1000 * moment;
    let isOver = false;
    void run.ended.then((code) => {
      isOver = true;
      exit = code;
    });
    while (!isOver && performance.now() < deadline) {
      const epochs = standingOf(db)?.epochs ?? before;
      // Reports that were there and are taken back are trained again.
      epochsRepeated += Math.max(0, before - epochs);
      before = epochs;
      await sleep(50);
    }
    if (isOver) break;
    killGroup(run.pid);
    await run.ended;
    moments.push(Number(moment.toFixed(2)));
    await sleep(100);
    orphans += processesNaming(`${place}/`).length;
  }
  const differ = differences(calm.outcome, outcomeOf(db));
  const leftOver = leftOvers(place, db);
  const seconds = (performance.now() - begun) / 1000;
  if (differ.length + leftOver.length === 0 || !values.keep) rmSync(place, { recursive: true });
  else console.error(`kept: ${place}`);
  return {
    ...{ backend, kills: moments.length, moments, seconds, calmSeconds: calm.seconds },
    ...{
      epochs: Object.keys(calm.outcome).filter((key) => key.includes('epoch')).length,
      epochsRepeated,
    },
    ...{ exit, differences: differ.slice(0, 20), orphans, leftOver },
  };
}

/** What a sweep that ended must not leave. @param {string} place @param {string} db */
function leftOvers(place, db) {
  const { running = 0, attempts = 0, held = 0 } = standingOf(db) ?? {};
  const rows = [
    ...(running > 0 ? [`${running} trials still running`] : []),
    ...(attempts > 0 ? [`${attempts} attempts still running`] : []),
    ...(held > 0 ? ['the sweep is still held'] : []),
  ];
  const names = readdirSync(place, { recursive: true, encoding: 'utf8' });
  return [...rows, ...names.filter((name) => /\.part|\.next$|features-|snapshot/.test(name))];
}

/**
 * Numbers from 0 to 1 (mulberry32), the same for a seed.
 *
 * @param {number} seed
 */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
