import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { killed, outcomeOf, undisturbed } from './soak/runs.js';
import { SWEEPS } from './soak/sweeps.js';

/**
 * Kills real sweeps with SIGKILL at random moments, resumes them until they end, and compares all
 * they leave with the same sweep undisturbed: states, reports, best epochs, weights. Nor may a
 * process outlive a kill.
 *
 *   node bench/soak.js --kills 200 --seed 1 [--backend wasm] [--out FILE]
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    backend: { type: 'string' },
    out: { type: 'string' },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'thaw-soak-'));
let seed = Number(values.seed);
let kills = 0;
let bad = 0;
const sweeps = SWEEPS.filter(({ backend }) => !values.backend || backend === values.backend);
const whole = new Map();

for (let round = 0; kills < Number(values.kills); round += 1) {
  const sweep = sweeps[round % sweeps.length];
  if (!sweep) break;
  if (!whole.has(sweep.name)) {
    const place = join(folder, sweep.name);
    mkdirSync(place);
    whole.set(sweep.name, await undisturbed(sweep, place));
  }
  const calm = whole.get(sweep.name);
  const place = join(folder, `${sweep.name}-${round}`);
  mkdirSync(place);
  seed += 1;
  const run = await killed(sweep, place, seed, calm.seconds);
  const difference = outcomeOf(calm, run);
  kills += run.kills;
  if (difference !== null) bad += 1;
  const row = {
    ...{ sweep: sweep.name, backend: sweep.backend, seed, kills: run.kills },
    ...{ trained: run.epochsTrained, epochs: calm.epochs, same: difference === null, difference },
  };
  console.log(JSON.stringify(row));
  if (values.out) appendFileSync(values.out, `${JSON.stringify(row)}\n`);
  if (difference === null) rmSync(place, { recursive: true });
}

console.log(`${kills} kills, ${bad} sweeps that ended otherwise`);
if (bad === 0) rmSync(folder, { recursive: true });
else writeFileSync(join(folder, 'README'), 'Sweeps that ended otherwise, as they are.\n');
process.exitCode = bad === 0 ? 0 : 1;
