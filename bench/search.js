#!/usr/bin/env node
// What samplers find, beside Optuna's on the same functions: Branin, Hartmann6, one with choices, one with
// conditions, and 320 real trials that were recorded once (bench/search/). Best so far after 20, 50 and
// 100 trials over 30 seeds; on the recorded trials also by wall time, as cohorts and alone; and what a
// suggestion costs beside 1,000 trials.
//
//   node bench/search.js [--seeds 30] [--problems branin,...] [--samplers tpe,random,...]
//                        [--optuna tpe,random,...] [--python PYTHON] [--only trials,wall,cost]
//
// Installs Optuna (a light environment) under bench/ on first use, unless --python has it.

import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { samplers } from '#dist/search/samplers/index.js';
import { suggestionCost } from './search/cost.js';
import { markdown } from './search/markdown.js';
import { startOptuna } from './search/optuna.js';
import { problems } from './search/problems.js';
import { bestSoFar, replay } from './search/replay.js';
import { compare, quartiles } from './search/statistics.js';
import { CONTENDERS, wallCurves } from './search/wall.js';
import { optunaPython } from './torch-venv.js';

const searching = Object.keys(samplers).filter((name) => name !== 'grid');
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '30' },
    problems: { type: 'string', default: problems.map(({ name }) => name).join() },
    samplers: { type: 'string', default: searching.join() },
    optuna: { type: 'string', default: 'tpe,random' },
    python: { type: 'string' },
    only: { type: 'string', default: 'trials,wall,cost' },
  },
});
const parts = values.only.split(',');
const names = values.samplers.split(',');
const seeds = Array.from({ length: Number(values.seeds) }, (_, seed) => seed);
const chosen = problems.filter(({ name }) => values.problems.split(',').includes(name));
const TRIALS = 100;
const MARKS = [20, 50, 100];

const optuna = await startOptuna(values.python ?? optunaPython());
/** @type {import('./search/types.js').Result} */
const result = {
  at: new Date().toISOString(),
  machine: {
    cpu: `${cpus().length} x ${cpus()[0].model.trim()}`,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  },
  optuna: optuna.version,
  seeds: seeds.length,
  trials: parts.includes('trials') ? await byTrials() : [],
  wall: parts.includes('wall') ? await wallCurves(optuna, seeds) : [],
  cost: parts.includes('cost') ? suggestionCost(names, chosen) : [],
};
await optuna.stop();

const folder = fileURLToPath(new URL('results/', import.meta.url));
mkdirSync(folder, { recursive: true });
const file = `search-${result.at.slice(0, 16).replace(':', '')}.json`;
writeFileSync(`${folder}${file}`, `${JSON.stringify(result, null, 1)}\n`);
console.log(markdown(result, MARKS, CONTENDERS));
console.log(`\n${folder}${file}`);

/** One trial at a time, each told before the next is asked for. */
async function byTrials() {
  const rows = [];
  for (const problem of chosen) {
    /** @type {[string, number[][]][]} */
    const found = [];
    for (const sampler of values.optuna.split(',')) {
      const curves = [];
      for (const seed of seeds) {
        const { losses } = await optuna.replay({
          ...{ problem, sampler, seed },
          ...{ trials: TRIALS, together: 1 },
        });
        curves.push(bestSoFar(losses));
      }
      found.push([`Optuna ${sampler}`, curves]);
    }
    for (const type of names) {
      const curves = seeds.map((seed) => {
        const search = { problem, method: { type }, seed, trials: TRIALS, together: 1 };
        return bestSoFar(replay(search).losses);
      });
      found.push([type, curves]);
    }
    const reference = found[0][1];
    for (const [contender, curves] of found) {
      const after = MARKS.map((mark) => {
        const best = curves.map((curve) => curve[mark - 1]);
        const beside = compare(
          best,
          reference.map((curve) => curve[mark - 1]),
        );
        return { trials: mark, quartiles: quartiles(best), ...beside };
      });
      rows.push({ problem: problem.name, contender, after });
      console.error(`${problem.name}: ${contender}`);
    }
  }
  return rows;
}
