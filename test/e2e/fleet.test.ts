import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSchedule } from '../../bench/fleet/chaos/run-schedule.js';
import { drawSchedule, type Schedule } from '../../bench/fleet/chaos/schedule.js';
import { MUTATIONS } from '../../bench/fleet/oracle/mutations.js';
import { type Postgres, startPostgres } from '../../bench/fleet/postgres.js';
import { trainHere, trainOverAgents, YAML } from '../../bench/fleet/real-sweep.js';
import { SWEEPS } from '../../bench/fleet/sleepers/sweeps.js';
import { describeWithPostgres } from '../postgres/describe.js';

/** Those of a few seconds, without halts; `node bench/fleet-kills.js` runs hundreds, of all kinds. */
const SEEDS = [32, 52, 69, 124, 130, 142, 155, 175, 178, 206, 224, 332];
const LEASE = 10;

/** PostgreSQL is killed, too: schedules that run beside each other have one each. */
const LANES = 4;

describeWithPostgres('a fleet', () => {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-fleet-'));
  let servers: readonly Postgres[] = [];

  beforeAll(async () => {
    servers = await Promise.all(
      Array.from({ length: LANES }, (_, lane) => startPostgres(join(folder, `postgres-${lane}`))),
    );
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop('immediate')));
  });

  const run = (
    schedule: Schedule,
    postgres: Postgres,
    look?: Parameters<typeof runSchedule>[2],
  ) => {
    const own = join(folder, `schedule-${schedule.seed}`);
    mkdirSync(own);
    return runSchedule(schedule, { postgres, folder: own, leaseSeconds: LEASE }, look);
  };

  test('that is killed, halted and cut off from itself loses nothing and counts nothing twice', async () => {
    const left = [...SEEDS];
    const wrong: unknown[] = [];
    async function work(postgres: Postgres): Promise<void> {
      for (let seed = left.shift(); seed !== undefined; seed = left.shift()) {
        const row = await run(drawSchedule(seed, 1000 * LEASE), postgres);
        if (row.violations.length > 0) wrong.push(row);
      }
    }
    await Promise.all(servers.map(work));
    expect(wrong).toEqual([]);
  }, 300_000);

  test('in which anything had gone wrong would be found out', async () => {
    const [postgres] = servers as [Postgres];
    const calm = { ...drawSchedule(0, 0), sweep: SWEEPS[0]!, faults: [], agents: 3 };
    const said: string[] = [];
    const { violations } = await run(calm, postgres, async (database, judgeIt) => {
      for (const [place, { name, sql, found }] of MUTATIONS.entries()) {
        await postgres.query(`create database copy_${place} template ${database}`);
        await postgres.query(`set search_path to thaw; ${sql}`, `copy_${place}`);
        const told = await judgeIt(`copy_${place}`);
        if (!told.some((line) => found.test(line))) said.push(`${name}: ${told.join('; ')}`);
      }
    });
    expect(violations).toEqual([]);
    expect(said).toEqual([]);
  }, 120_000);

  test('comes to the leaderboard of one machine, to the bit, though an agent is killed', async () => {
    const here = await trainHere(join(folder, 'here'), YAML);
    const { leases, ...there } = await trainOverAgents(join(folder, 'there'), YAML, servers[0]!);
    expect(there).toMatchObject(here);
    expect(leases).toMatchObject({ lost: 1 });
  }, 120_000);
});
