import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../postgres.js';
import { startProxy } from './fault-proxy.js';
import { keepRunning } from './processes.js';

/**
 * @import { Postgres } from '../postgres.js'
 * @typedef {Awaited<ReturnType<typeof startCluster>>} Cluster
 */

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const BIN = here('../../../bin/thaw.js');
const SLEEPER = here('../sleepers/sleeper-agent.js');

/**
 * Gateways and agents as processes, with a proxy in front of each agent's gateway and of each
 * gateway's PostgreSQL.
 *
 * @param {{
 *   postgres: Postgres, database: string, folder: string, token: string,
 *   agents: number, gateways: number, epochMs: number, leaseSeconds: number,
 *   agentArgs?: (server: string, tokenFile: string, place: number) => readonly string[],
 * }} options
 */
export async function startCluster(options) {
  const { postgres, database, folder, token, leaseSeconds } = options;
  const artifacts = join(folder, 'artifacts');
  const tokenFile = join(folder, 'token');
  for (const path of [folder, artifacts, join(folder, 'agents')]) {
    mkdirSync(path, { recursive: true });
  }
  writeFileSync(tokenFile, token, { mode: 0o600 });

  const gateways = await Promise.all(
    Array.from({ length: options.gateways }, async (_, place) => {
      const port = await freePort();
      const proxy = await startProxy(() => postgres.port);
      const process = keepRunning({
        cwd: folder,
        log: join(folder, `gateway-${place}.log`),
        args: [BIN, 'serve', '--port', String(port), '--artifacts', artifacts].concat([
          '--lease',
          `${leaseSeconds}s`,
        ]),
        env: { THAW_STORE: postgres.url(database, proxy.port) },
      });
      return { port, proxy, process };
    }),
  );

  /** As a load balancer does: its own gateway, or another that is up. */
  const portFor = (/** @type {number} */ place) => {
    const own = gateways[place % gateways.length];
    return (own.process.isUp ? own : (gateways.find(({ process }) => process.isUp) ?? own)).port;
  };

  const agentArgs =
    options.agentArgs ??
    ((server, file, place) => [SLEEPER, server, file, `agent-${place}`, String(options.epochMs)]);
  const proxies = await Promise.all(
    Array.from({ length: options.agents }, (_, place) => startProxy(() => portFor(place))),
  );
  /** @type {{ proxy: typeof proxies[number], process: import('./processes.js').Kept }[]} */
  const agents = [];

  return {
    ...{ artifacts, gateways, agents },
    server: `http://127.0.0.1:${gateways[0].port}`,
    /** Of agents that do not run yet, too. */
    proxies,
    startAgents() {
      for (const [place, proxy] of proxies.entries()) {
        const server = `http://127.0.0.1:${proxy.port}`;
        const process = keepRunning({
          cwd: join(folder, 'agents'),
          log: join(folder, `agent-${place}.log`),
          args: agentArgs(server, tokenFile, place),
        });
        agents.push({ proxy, process });
      }
    },
    async end() {
      const all = [...agents, ...gateways];
      await Promise.all(all.map(({ process }) => process.end()));
      await Promise.all(
        [...proxies, ...gateways.map(({ proxy }) => proxy)].map((each) => each.close()),
      );
    },
  };
}
