import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runSchedule } from './fleet/chaos/run-schedule.js';
import { drawSchedule } from './fleet/chaos/schedule.js';
import { startPostgres } from './fleet/postgres.js';

/**
 * Trains sweeps of sleepers over agents, gateways and a PostgreSQL that are killed, halted and cut
 * off from each other by schedules drawn from a seed, and holds all they leave to an oracle: nothing
 * lost, nothing counted twice, the same values to the bit.
 *
 *   node bench/fleet-kills.js --schedules 500 --seed 1 [--parallel 3] [--out FILE] [--only SEED]
 *
 * Schedules run beside each other, on a PostgreSQL each.
 */
const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    parallel: { type: 'string', default: '3' },
    lease: { type: 'string', default: '10' },
    only: { type: 'string' },
    out: { type: 'string' },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'thaw-fleet-'));
const leaseSeconds = Number(values.lease);
const first = Number(values.only ?? values.seed);
const seeds = Array.from(
  { length: values.only ? 1 : Number(values.schedules) },
  (_, place) => first + place,
);
let [runs, faults, bad] = [0, 0, 0];
// What is running is still judged, and its processes are ended.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => seeds.splice(0));

await Promise.all(Array.from({ length: Number(values.parallel) }, (_, lane) => work(lane)));
console.log(`${runs} schedules, ${faults} faults, ${bad} sweeps that are not as they should be`);
if (bad === 0) rmSync(folder, { recursive: true });
else console.log(`what they left: ${folder}`);
process.exitCode = bad === 0 ? 0 : 1;

/** @param {number} lane */
async function work(lane) {
  if (seeds.length === 0) return;
  const postgres = await startPostgres(join(folder, `postgres-${lane}`));
  try {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
      const place = join(folder, `schedule-${seed}`);
      mkdirSync(place);
      const schedule = drawSchedule(seed, 1000 * leaseSeconds);
      const row = await runSchedule(schedule, { postgres, folder: place, leaseSeconds });
      runs += 1;
      faults += row.done.length;
      if (row.violations.length > 0) bad += 1;
      else rmSync(place, { recursive: true });
      console.log(JSON.stringify(row));
      if (values.out) appendFileSync(values.out, `${JSON.stringify(row)}\n`);
    }
  } finally {
    await postgres.stop('immediate');
  }
}
