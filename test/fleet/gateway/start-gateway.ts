import { randomUUID } from 'node:crypto';
import { createHandlers } from '../../../src/fleet/gateway/handlers.js';
import {
  type GatewayServerSetup,
  serveGateway,
} from '../../../src/fleet/gateway/http/serve-gateway.js';
import { openJobs } from '../../../src/fleet/jobs/open-jobs.js';
import { queueOf } from '../../../src/fleet/jobs/queues.js';
import { listen } from '../../../src/fleet/notices/listen.js';
import type { Registered } from '../../../src/fleet/protocol/api.js';
import { paths } from '../../../src/fleet/protocol/api.js';
import type { Order } from '../../../src/fleet/protocol/order.js';
import { createTokenGate } from '../../../src/fleet/tokens/token-gate.js';
import { createToken, type TokenRole } from '../../../src/fleet/tokens/tokens.js';
import { decode, encode } from '../../../src/store/gateway/wire.js';
import { NOW_MS } from '../../../src/store/postgres/server-now.js';
import { type Connections, connectTo } from '../../../src/store/postgres/sql.js';
import { fakeRecipe, fakeSpec } from '../../fakes/specs.js';
import { fleetPlace } from '../fleet-database.js';
import { PROVENANCE, REGISTRATION } from '../protocol/examples.js';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export type Gateway = Awaited<ReturnType<typeof startGateway>>;

/** A gateway of its own, with HTTP, on a new database or on another gateway's. */
export async function startGateway(
  place?: string,
  change: Partial<GatewayServerSetup> & { readonly leaseSeconds?: number } = {},
) {
  const at = place ?? (await fleetPlace());
  const connections = connectTo(at);
  const { leaseSeconds = 60 } = change;
  const jobs = await openJobs(connections, { leaseSeconds });
  const ear = listen(connections);
  const parts = { connections, jobs, ear, leaseMs: leaseSeconds * 1000 };
  const handlers = createHandlers(parts);
  const faults: unknown[] = [];
  const server = await serveGateway({
    ...{ host: '127.0.0.1', port: 0, tls: null, handlers, mounts: [] },
    gate: createTokenGate(connections),
    isReady: () => true,
    onFault: (error) => faults.push(error),
    ...change,
  });
  const address = `http://127.0.0.1:${server.port}`;

  async function ask(
    path: string,
    token: string,
    body?: unknown,
    init: RequestInit = {},
  ): Promise<Answer> {
    const response = await fetch(`${address}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: encode(body) }),
      ...init,
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : decode(text) };
  }

  return {
    ...{ place: at, address, port: server.port, parts, connections, jobs, faults, handlers, ask },
    async token(role: TokenRole, team = 'blue', lifeMs: number | null = null): Promise<string> {
      return (await createToken(connections, { team, owner: 'ann', role, lifeMs })).token;
    },
    async agent(token: string, registration: unknown = REGISTRATION): Promise<string> {
      const { body } = await ask(paths.agents, token, registration);
      return (body as Registered).agent;
    },
    async close() {
      await server.close(1000);
      await ear.close();
      await jobs.close();
      await connections.close();
    },
  };
}

/** A sweep somebody submitted, with its trials; as rows. */
export async function layDownSweep(
  connections: Connections,
  { team = 'blue', trials = 2 } = {},
): Promise<{ readonly sweepId: number; readonly trialIds: readonly number[] }> {
  const spec = fakeSpec();
  const sweep = await connections.one<{ id: number }>(
    `insert into sweeps (name, state, spec, file, source, created_at)
     values ($1, 'interrupted', $2, '/x.yaml', '', 'now') returning id`,
    [spec.name, JSON.stringify(spec)],
  );
  const sweepId = sweep!.id;
  await connections.run(
    `insert into submissions (sweep_id, team, owner, priority, wanted, made, submitted_at)
     values ($1, $2, 'ann', 1, 'run', '{}', ${NOW_MS})`,
    [sweepId, team],
  );
  const rows = await connections.all<{ id: number }>(
    `insert into trials (sweep_id, number, point, replicate, params, state)
     select $1, n, n, 0, '{}', 'queued' from generate_series(0, $2 - 1) as n returning id`,
    [sweepId, trials],
  );
  return { sweepId, trialIds: rows.map(({ id }) => id) };
}

/** A lease that waits for an agent, as a conductor lays it down. */
export async function layDownLease(
  { connections, jobs }: Pick<Gateway, 'connections' | 'jobs'>,
  {
    team = 'blue',
    priority = 1,
    exactness = null as string | null,
    bytes = null as number | null,
    order: change = {} as Partial<Order>,
    sweep = null as Awaited<ReturnType<typeof layDownSweep>> | null,
  } = {},
) {
  const { sweepId, trialIds } = sweep ?? (await layDownSweep(connections, { team }));
  const id = randomUUID();
  const queue = queueOf({ team, backend: PROVENANCE.backend, exactness, bytes });
  const spec = fakeSpec();
  const order: Order = {
    ...{ sweepId, cohort: `c-${id}`, classNames: ['a', 'b'], data: spec.data, model: spec.model },
    trials: trialIds.map((trialId) => ({
      trialId,
      recipe: fakeRecipe({ epochs: 1000 }),
      keeps: false,
    })),
    ...{ dataDigest: 'e'.repeat(64), weights: null, keep: 1, sharing: true, exact: true },
    ...{ trialMs: null, onTrial: 'stop', from: null, snapshots: null, seconds: null },
    ...change,
  };
  await jobs.ready(queue);
  await connections.inTransaction(async (sql) => {
    await sql.run(
      `insert into leases (id, sweep_id, team, cohort, queue, "order", state, created_at)
       values ($1, $2, $3, $4, $5, $6, 'queued', ${NOW_MS})`,
      [id, sweepId, team, order.cohort, queue, encode(order)],
    );
    await jobs.send(sql, { id, queue, priority });
  });
  return { id, queue, order, sweepId, trialIds };
}

export async function leaseRow(connections: Connections, id: string) {
  return (await connections.one<{
    state: string;
    agent_id: string | null;
    progress: string | null;
    error: string | null;
    ended_at: number | null;
  }>('select state, agent_id, progress, error, ended_at from leases where id = $1', [id]))!;
}

/** What of a lease was kept, in order. */
export async function keptMessages(connections: Connections, id: string) {
  const rows = await connections.all<{ seq: number; body: string }>(
    'select seq, body from messages where lease_id = $1 order by seq',
    [id],
  );
  return rows.map(({ seq, body }) => ({
    seq,
    type: (decode(body) as { readonly type: string }).type,
  }));
}

export async function jobState(connections: Connections, id: string): Promise<string | undefined> {
  const row = await connections.one<{ state: string }>(
    'select state::text from thaw_jobs.job where id = $1',
    [id],
  );
  return row?.state;
}
