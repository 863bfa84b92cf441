import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openStore as openPostgres } from '#dist/store/postgres/postgres-store.js';
import { openStore as openSqlite } from '#dist/store/sqlite/sqlite-store.js';
import { startCluster } from './chaos/cluster.js';
import { prepareDatabase } from './setting-up.js';

/**
 * @import { Store } from '#dist/store/port.js'
 * @import { Postgres } from './postgres.js'
 */

const run = promisify(execFile);
const BIN = fileURLToPath(new URL('../../bin/thaw.js', import.meta.url));

/** Three trunks that trials share, and as many cohorts as there are agents. */
export const YAML = `
backend: wasm
epochs: 6
keep: 3
checkpoint: { every: 200ms }
data: { train: 96, val: 64, image_size: 32 }
parameters:
  augmentation: { values: [none, crop-flip, mixup] }
  learning_rate: { values: [0.03, 0.01, 0.003] }
  scheduler: { values: [constant, cosine] }
`;

/**
 * Trains a sweep here, on SQLite.
 *
 * @param {string} folder
 * @param {string} yaml
 */
export async function trainHere(folder, yaml) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'sweep.yaml'), yaml);
  await run(process.execPath, [BIN, 'run', 'sweep.yaml'], {
    cwd: folder,
    env: { ...process.env, THAW_SETUP: 'off' },
  });
  const file = join(folder, 'results', 'thaw.sqlite');
  return leftIn(openSqlite(file, { access: 'read' }));
}

/**
 * Trains it over four agents, of which one is killed in the middle.
 *
 * @param {string} folder
 * @param {string} yaml
 * @param {Postgres} postgres
 */
export async function trainOverAgents(folder, yaml, postgres) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'sweep.yaml'), yaml);
  const database = 'real';
  await postgres.query(`create database ${database}`);
  const url = postgres.url(database);
  const tokens = await prepareDatabase(url);
  const cluster = await startCluster({
    ...{ postgres, database, folder, token: tokens.agent },
    ...{ agents: 4, gateways: 1, epochMs: 0, leaseSeconds: 10 },
    agentArgs: (server, file, place) => [
      ...[BIN, 'agent', '--server', server, '--token-file', file, '--name', `agent-${place}`],
      ...['--backend', 'wasm', '--workers', '1', '--cores', '1'],
      ...['--work', join(folder, `work-${place}`)],
    ],
  });
  cluster.startAgents();
  try {
    const following = run(process.execPath, [BIN, 'run', 'sweep.yaml', '--store', cluster.server], {
      cwd: folder,
      env: { ...process.env, THAW_SETUP: 'off', THAW_TOKEN: tokens.user },
    });
    const killed = await killOne();
    await following;
    const leases = await postgres.query(
      'select state, count(*)::int as count from thaw.leases group by 1 order by 1',
      database,
    );
    return {
      killed,
      leases: Object.fromEntries(leases.map(({ state, count }) => [state, count])),
      ...(await leftIn(await openPostgres(url, { access: 'read' }))),
    };
  } finally {
    await cluster.end();
  }

  /** As soon as it has told of two epochs, and is not done. */
  async function killOne() {
    for (;;) {
      const [row] = await postgres.query(
        `select agents.name from thaw.leases join thaw.agents on agents.id = leases.agent_id
         where leases.state = 'running' and leases.taken between 3 and 5 limit 1`,
        database,
      );
      if (row) {
        const place = Number(row.name.split('-').at(-1));
        cluster.agents[place]?.process.kill('SIGKILL', 1000);
        return place;
      }
      await sleep(20);
    }
  }
}

/**
 * What trials learned, the ranks they have by it, and the digests of their weights.
 *
 * @param {Store} store
 */
async function leftIn(store) {
  try {
    const [sweep] = await store.readings.sweeps();
    if (!sweep) throw new Error('there is no sweep');
    const trials = await store.readings.trials(sweep.id);
    const { name, goal } = sweep.spec.metric;
    const board = await store.readings.leaderboard(sweep.id, { metric: name, goal, rule: 'best' });
    return {
      state: sweep.state,
      trials: trials.map(({ number, params, state, reports }) => ({
        ...{ number, params, state },
        reports: reports.map(({ epoch, metrics, learningRate }) => {
          return [epoch, { ...metrics, training_seconds: 0 }, learningRate];
        }),
      })),
      board: board.map(({ rank, number, state, value, epoch, epochs, params }) => {
        return { rank, number, state, value, epoch, epochs, params };
      }),
      weights: await Promise.all(
        trials.map(async ({ id }) => {
          return [
            await store.readings.checkpointEpoch(id),
            (await store.readings.digests(id)).checkpoint,
          ];
        }),
      ),
    };
  } finally {
    await store.close();
  }
}
