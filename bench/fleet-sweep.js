import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { startPostgres } from './fleet/postgres.js';
import { trainHere, trainOverAgents, YAML } from './fleet/real-sweep.js';

/**
 * A real sweep over four agents on this machine, of which one is killed in the middle, against the
 * same sweep on SQLite: its leaderboard, reports and weights to the bit.
 *
 *   node bench/fleet-sweep.js [--out FILE]
 */
const { values } = parseArgs({ options: { out: { type: 'string' } } });
const folder = mkdtempSync(join(tmpdir(), 'thaw-fleet-'));
const postgres = await startPostgres(join(folder, 'postgres'));
try {
  const started = performance.now();
  const here = await trainHere(join(folder, 'here'), YAML);
  const between = performance.now();
  const { killed, leases, ...there } = await trainOverAgents(join(folder, 'there'), YAML, postgres);
  const ended = performance.now();
  const same = isDeepStrictEqual(there, here);
  const result = {
    ...{ trials: here.trials.length, same, killed, leases },
    seconds: { here: (between - started) / 1000, there: (ended - between) / 1000 },
    board: there.board,
  };
  console.log(JSON.stringify(result, null, 1));
  if (values.out) writeFileSync(values.out, `${JSON.stringify(result, null, 1)}\n`);
  process.exitCode = same ? 0 : 1;
} finally {
  await postgres.stop('immediate');
  rmSync(folder, { recursive: true });
}
