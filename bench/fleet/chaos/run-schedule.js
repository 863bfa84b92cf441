import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { installAudit } from '../oracle/audit.js';
import { readFacts } from '../oracle/facts.js';
import { judge } from '../oracle/judge.js';
import { prepareDatabase, submit, TEAM } from '../setting-up.js';
import { expectedOf } from '../sleepers/reference.js';
import { readSweep } from '../sleepers/sweeps.js';
import { startCluster } from './cluster.js';
import { inflict, textOf } from './inflict.js';

/**
 * @import { Postgres } from '../postgres.js'
 * @import { Schedule } from './schedule.js'
 */

/** Milliseconds in which a sweep must end once its faults are over. */
const PATIENCE = 420_000;

/**
 * Runs a sweep of sleepers under a schedule of faults, and judges what it left. `look` is shown the
 * database of a sweep that has ended, and how to judge it or a copy.
 *
 * @param {Schedule} schedule
 * @param {{ postgres: Postgres, folder: string, leaseSeconds: number }} place
 * @param {(database: string, judgeIt: (database: string) => Promise<readonly string[]>) => Promise<void>} [look]
 */
export async function runSchedule(schedule, { postgres, folder, leaseSeconds }, look) {
  const { seed, sweep, agents, gateways, epochMs, faults } = schedule;
  const started = Date.now();
  const database = `s_${seed}_${randomUUID().slice(0, 8)}`;
  await postgres.query(`create database ${database}`);
  const url = postgres.url(database);
  const tokens = await prepareDatabase(url);
  await installAudit(url);
  const read = readSweep(sweep);
  const expected = await expectedOf(read.spec, sweep.alike);

  const cluster = await startCluster({
    ...{ postgres, database, folder, token: tokens.agent, agents, gateways, epochMs, leaseSeconds },
  });
  const spread = (/** @type {string} */ digest) =>
    join(cluster.artifacts, TEAM, digest.slice(0, 2), digest);
  const blob = (/** @type {string} */ digest) => {
    const path = spread(digest);
    if (!existsSync(path)) return 'missing';
    const found = createHash('sha256').update(readFileSync(path)).digest('hex');
    return found === digest ? { bytes: statSync(path).size } : 'damaged';
  };
  /** @type {readonly string[]} */
  let violations = [];
  /** @type {readonly string[]} */
  let done = [];
  /** @type {import('../oracle/facts.js').Facts | undefined} */
  let facts;
  try {
    const sweepId = await submit(cluster.server, tokens.user, read);
    const fate = inflict(faults, cluster, postgres);
    cluster.startAgents();
    const ended = await untilEnded(postgres, database, sweepId);
    await fate.stop();
    done = fate.done;
    if (!ended) violations = [`it has not ended in ${PATIENCE / 1000} s`];
    // A gateway ends what a sweep that is over has left behind.
    await sleep(300);
    facts = await readFacts(url, sweepId);
    violations = [...violations, ...judge(facts, expected, blob)];
    await cluster.end();
    await look?.(database, async (copy) => {
      return judge(await readFacts(postgres.url(copy), sweepId), expected, blob);
    });
  } catch (error) {
    violations = [...violations, `it broke: ${error instanceof Error ? error.stack : error}`];
  } finally {
    await cluster.end();
  }
  if (violations.length > 0) {
    const told = { schedule, done, violations, facts };
    writeFileSync(join(folder, 'failed.json'), JSON.stringify(told, null, 1));
  } else await postgres.query(`drop database ${database} with (force)`);
  const count = (/** @type {string} */ state) =>
    facts?.leases.filter((lease) => lease.state === state).length ?? 0;
  return {
    ...{ seed, sweep: sweep.name, agents, gateways },
    faults: faults.map(textOf),
    ...{ done, violations },
    seconds: Math.round((Date.now() - started) / 100) / 10,
    leases: { finished: count('finished'), lost: count('lost'), failed: count('failed') },
  };
}

/**
 * Whether it ended in time.
 *
 * @param {Postgres} postgres
 * @param {string} database
 * @param {number} sweepId
 */
async function untilEnded(postgres, database, sweepId) {
  const over = Date.now() + PATIENCE;
  while (Date.now() < over) {
    await sleep(200);
    const rows = await postgres
      .query(
        `select 1 from thaw.sweeps where id = ${sweepId} and state = 'finished' and not exists
           (select from thaw.leases where sweep_id = ${sweepId} and state in ('queued', 'running'))`,
        database,
      )
      .catch(() => []);
    if (rows.length > 0) return true;
  }
  return false;
}
