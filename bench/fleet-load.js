import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { postgresSeconds, processUse, spread } from './fleet/load/gauges.js';
import { simulateAgents } from './fleet/load/simulated-agents.js';
import { freePort, startPostgres } from './fleet/postgres.js';
import { prepareDatabase, submit } from './fleet/setting-up.js';
import { readSweep } from './fleet/sleepers/sweeps.js';

/**
 * A fleet of simulated agents on one machine: how long beats and claims take, whether anybody is
 * given up who is alive, how tables grow, what PostgreSQL and the gateway take.
 *
 *   node bench/fleet-load.js --agents 1000 --minutes 10              30 s beats, 60 s cohorts
 *   node bench/fleet-load.js --trials 140000    one sweep of 140,000 trials, to its end
 *   node bench/fleet-load.js --minutes 5 --kill 120                  its gateway dies, another goes on
 */
const { values } = parseArgs({
  options: {
    agents: { type: 'string', default: '1000' },
    minutes: { type: 'string', default: '10' },
    trials: { type: 'string', default: '40000' },
    /** Seconds. */
    cohort: { type: 'string', default: '60' },
    beat: { type: 'string', default: '30' },
    lease: { type: 'string', default: '90' },
    epochs: { type: 'string', default: '3' },
    /** Seconds after which the gateway is killed and another started; default: it is not. */
    kill: { type: 'string' },
    out: { type: 'string' },
    /** Folder for a CPU profile of the gateway. */
    profile: { type: 'string' },
  },
});

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'thaw-load-'));
const postgres = await startPostgres(join(folder, 'postgres'));
await postgres.query('create database load');
const url = postgres.url('load');
const tokens = await prepareDatabase(url);
const port = await freePort();
const server = `http://127.0.0.1:${port}`;
mkdirSync(join(folder, 'artifacts'));
/** @type {{ p50: number, p99: number, max: number, rss: number, heapUsed: number }[]} */
const loops = [];
let said = '';
let gateway = startGateway();
const use = { before: 0 };
const over = new AbortController();

try {
  const sweep = {
    name: 'load',
    yaml: `
method: random
run_cap: ${values.trials}
epochs: ${values.epochs}
keep: 0
parameters:
  augmentation: { values: [none, cutout, mixup, crop-flip] }
  batch_size: { values: [8, 16, 24, 32, 40, 48, 56, 64] }
  learning_rate: { distribution: log_uniform_values, min: 0.001, max: 0.1 }
`,
  };
  const sweepId = await submit(server, tokens.user, readSweep(sweep));
  const { tally, living } = simulateAgents({
    ...{ servers: [server], token: tokens.agent, count: Number(values.agents) },
    ...{ beatMs: 1000 * Number(values.beat), cohortMs: 1000 * Number(values.cohort) },
    signal: over.signal,
  });
  const started = performance.now();
  const begun = Date.now();
  const until = started + 60_000 * Number(values.minutes);
  const from = { postgres: postgresSeconds(postgres.pid()), gateway: processUse(gateway.pid ?? 0) };
  const growth = [];
  const killed = values.kill ? sleep(1000 * Number(values.kill)).then(killGateway) : null;
  while (performance.now() < until) {
    await sleep(Math.min(30_000, Math.max(0, until - performance.now())));
    const row = { ...(await sizes()), ...counts(tally), loop: loops.at(-1) };
    growth.push(row);
    console.log(JSON.stringify(row));
  }
  const seconds = (performance.now() - started) / 1000;
  await killed;
  const to = { postgres: postgresSeconds(postgres.pid()), gateway: processUse(gateway.pid ?? 0) };
  to.gateway.seconds += use.before;
  const leases = await postgres.query(
    `select state, count(*)::int from thaw.leases where sweep_id = ${sweepId} group by 1`,
    'load',
  );
  // What a claim takes: from when it was asked for, or the cohort was laid down, until it was given.
  const claimed = await postgres.query(
    'select id, created_at::float8 as laid, claimed_at::float8 as at from thaw.leases where claimed_at is not null',
    'load',
  );
  /** @param {number} since */
  const handedSince = (since) =>
    claimed.flatMap(({ id, laid, at }) => {
      const asked = tally.asked.get(id);
      return asked === undefined || at < since ? [] : [at - Math.max(laid, asked)];
    });
  const ended = await postgres.query(
    `select count(*)::int as finished from thaw.trials where state = 'finished'`,
    'load',
  );
  const result = {
    ...{
      agents: Number(values.agents),
      trials: Number(values.trials),
      cores: availableParallelism(),
    },
    ...{ seconds: Math.round(seconds), beatSeconds: Number(values.beat) },
    ...{ cohortSeconds: Number(values.cohort), leaseSeconds: Number(values.lease) },
    beats: spread(tally.beats),
    // With the wait for work.
    claims: spread(tally.claims),
    handed: spread(handedSince(0)),
    // Once all agents are there, and have work.
    handedLater: spread(handedSince(begun + 90_000)),
    reports: spread(tally.reports),
    finishes: spread(tally.finishes),
    ...counts(tally),
    leases: Object.fromEntries(leases.map(({ state, count }) => [state, count])),
    finished: ended[0]?.finished,
    postgresCores: round((to.postgres - from.postgres) / seconds),
    gatewayCores: round((to.gateway.seconds - from.gateway.seconds) / seconds),
    gatewayBytes: to.gateway.bytes,
    loops,
    growth,
  };
  console.log(JSON.stringify({ ...result, growth: undefined, loops: undefined }, null, 1));
  if (values.out) writeFileSync(values.out, `${JSON.stringify(result, null, 1)}\n`);
  over.abort();
  await living;
} catch (error) {
  console.error(error, said.slice(-3000));
  process.exitCode = 1;
} finally {
  over.abort();
  const gone = new Promise((resolve) => gateway.once('close', resolve));
  gateway.kill(values.profile ? 'SIGTERM' : 'SIGKILL');
  await gone;
  await postgres.stop('immediate');
  rmSync(folder, { recursive: true });
}

function startGateway() {
  const child = spawn(
    process.execPath,
    [
      ...(values.profile ? ['--cpu-prof', '--cpu-prof-dir', values.profile] : []),
      ...['--import', pathToFileURL(here('fleet/load/watch-loop.js')).href],
      ...[here('../bin/thaw.js'), 'serve', '--port', String(port)],
      ...['--artifacts', join(folder, 'artifacts'), '--lease', `${values.lease}s`],
    ],
    {
      env: { ...process.env, THAW_STORE: url, THAW_SETUP: 'off' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      said += text;
      for (const [, told] of text.matchAll(/^event-loop (.*)$/gm)) loops.push(JSON.parse(told));
    });
  }
  return child;
}

/** As if its power had failed; another is started at once. */
async function killGateway() {
  use.before += processUse(gateway.pid ?? 0).seconds;
  const gone = new Promise((resolve) => gateway.once('close', resolve));
  gateway.kill('SIGKILL');
  await gone;
  gateway = startGateway();
}

/** Bytes of tables and their indexes, and rows that are dead. */
async function sizes() {
  const rows = await postgres.query(
    `select relname, pg_total_relation_size(relid)::float8 as bytes, n_live_tup::int as live,
       n_dead_tup::int as dead
     from pg_stat_user_tables
     where relname in ('messages', 'leases', 'agents', 'attempts', 'trials', 'reports', 'events')
        or schemaname = 'thaw_jobs' and n_live_tup + n_dead_tup > 0`,
    'load',
  );
  return {
    tables: Object.fromEntries(
      rows.map(({ relname, bytes, live, dead }) => [relname, { bytes, live, dead }]),
    ),
  };
}

/** @param {ReturnType<typeof simulateAgents>['tally']} tally */
function counts({ cohorts, trials, lost, troubles }) {
  return { cohorts, ended: trials, lost, troubles: Object.fromEntries(troubles) };
}

/** @param {number} value */
function round(value) {
  return Math.round(100 * value) / 100;
}
