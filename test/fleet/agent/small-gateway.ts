import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Verdict } from '../../../src/core/verdict.js';
import type {
  BeatAnswer,
  Claimed,
  ClaimRequest,
  Registration,
  Taken,
  Told,
} from '../../../src/fleet/protocol/api.js';
import type { LeaseMessage } from '../../../src/fleet/protocol/messages.js';
import type { Order } from '../../../src/fleet/protocol/order.js';
import { decode, encode } from '../../../src/store/gateway/wire.js';

export const TOKEN = 'thaw_test_0123456789';

export interface SmallLease {
  readonly id: string;
  readonly order: Order;
  agent: string;
  state: 'running' | 'finished' | 'failed' | 'lost';
  wanted: 'continue' | 'stop';
  messages: LeaseMessage[];
  beats: number;
  /** By `performance.now()`. */
  heard: number;
}

export interface SmallGateway {
  readonly url: string;
  readonly leases: readonly SmallLease[];
  readonly registrations: readonly Registration[];
  readonly claims: readonly ClaimRequest[];
  readonly left: readonly string[];
  readonly artifacts: Map<string, Buffer>;
  /** Requests, as `METHOD path`. */
  readonly asked: readonly string[];
  queue(...orders: readonly Order[]): void;
  /** What becomes of requests instead; undefined: they are answered. */
  interfere: (request: string) => Interference | undefined;
  /** Verdict on a trial after an epoch; undefined: not there yet. */
  judge: (trialId: number, epoch: number) => Verdict | undefined;
  /** A lease ends when no beat came for so long, as in a gateway with a database. */
  expire(): void;
  /** Resolves once it is so. */
  until(is: (gateway: SmallGateway) => boolean): Promise<void>;
}

/** A status to answer; `cut`: the connection breaks before, `swallow`: after it took effect. */
export type Interference = number | 'cut' | 'swallow' | 'hang';

/** Keeps what agents tell in memory, and answers by the protocol; `leaseMs` of each lease. */
export async function smallGateway(leaseMs = 5000): Promise<SmallGateway> {
  const leases: SmallLease[] = [];
  const orders: Order[] = [];
  const known = new Set<string>();
  const asked: string[] = [];
  const [registrations, claims, left] = [
    [] as Registration[],
    [] as ClaimRequest[],
    [] as string[],
  ];
  const artifacts = new Map<string, Buffer>();

  const gateway: SmallGateway = {
    url: '',
    ...{ leases, registrations, claims, left, artifacts, asked },
    queue: (...more) => void orders.push(...more),
    interfere: () => undefined,
    judge: () => 'continue',
    expire() {
      for (const lease of leases) {
        const silent = performance.now() - lease.heard > leaseMs;
        if (lease.state === 'running' && silent) lease.state = 'lost';
      }
    },
    async until(is) {
      while (!is(gateway)) await new Promise((resolve) => setTimeout(resolve, 5));
    },
  };

  async function claim(agent: string, { waitMs }: ClaimRequest): Promise<Claimed> {
    const end = performance.now() + waitMs;
    // A claim whose answer was lost gets the same again.
    const had = leases.find((lease) => lease.agent === agent && lease.state === 'running');
    if (had && had.messages.length === 0) return { lease: had.id, order: had.order };
    while (orders.length === 0 && performance.now() < end && known.has(agent)) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const order = known.has(agent) ? orders.shift() : undefined;
    if (!order) return { lease: null };
    const lease: SmallLease = {
      ...{ id: randomUUID(), order, agent, state: 'running', wanted: 'continue' },
      ...{ messages: [], beats: 0, heard: performance.now() },
    };
    leases.push(lease);
    return { lease: lease.id, order };
  }

  function beat(lease: SmallLease): BeatAnswer {
    gateway.expire();
    if (lease.state !== 'running') return { is: 'lost' };
    lease.beats += 1;
    lease.heard = performance.now();
    return { is: lease.wanted };
  }

  async function take(lease: SmallLease, { first, messages }: Told, last: boolean): Promise<Taken> {
    gateway.expire();
    if (last && lease.state === 'finished') return { is: 'taken', verdicts: null };
    if (lease.state !== 'running') return { is: 'lost' };
    if (first > lease.messages.length + 1) throw new Error('a message is missing');
    lease.messages.push(...messages.slice(lease.messages.length + 1 - first));
    if (last) lease.state = 'finished';
    const end = messages.at(-1)!;
    if (end.type !== 'epoch') return { is: 'taken', verdicts: null };
    await new Promise((resolve) => setTimeout(resolve, 10));
    const verdicts = end.reports.map(({ trialId }) => {
      return [trialId, gateway.judge(trialId, end.epoch)] as const;
    });
    if (verdicts.some(([, verdict]) => verdict === undefined)) return { is: 'waits' };
    return { is: 'taken', verdicts: Object.fromEntries(verdicts) as Record<string, Verdict> };
  }

  async function answer(path: string, body: Buffer): Promise<unknown> {
    const [, , kind, id = '', what] = path.split('/');
    const data = body.length > 0 ? decode(body.toString()) : null;
    if (kind === 'agents' && id === '') {
      registrations.push(data as Registration);
      const agent = randomUUID();
      known.add(agent);
      return { agent, leaseMs };
    }
    if (kind === 'agents') {
      if (!known.has(id)) return undefined;
      if (what === 'claim') {
        claims.push(data as ClaimRequest);
        return claim(id, data as ClaimRequest);
      }
      left.push(id);
      known.delete(id);
      for (const lease of leases) {
        if (lease.agent === id && lease.state === 'running') lease.state = 'lost';
      }
      return {};
    }
    const lease = leases.find((each) => each.id === id);
    if (!lease) return undefined;
    if (what === 'beat') return beat(lease);
    if (what === 'report') return take(lease, data as Told, false);
    if (what === 'finish') return take(lease, data as Told, true);
    if (lease.state !== 'running') return { is: 'lost' };
    lease.state = 'failed';
    return { is: 'taken', verdicts: null };
  }

  function artifact(method: string, digest: string, body: Buffer, response: ServerResponse): void {
    const found = artifacts.get(digest);
    if (method === 'PUT') {
      const right = createHash('sha256').update(body).digest('hex') === digest;
      if (right) artifacts.set(digest, body);
      response.writeHead(right ? 204 : 400).end();
    } else {
      response.writeHead(found ? 200 : 404).end(method === 'GET' ? found : undefined);
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    const body = await bodyOf(request);
    asked.push(`${method} ${url}`);
    const way = gateway.interfere(`${method} ${url}`);
    if (way === 'cut') return void request.socket.destroy();
    if (way === 'hang') return;
    if (typeof way === 'number') {
      return void response.writeHead(way).end(refusal(`told to say ${way}`));
    }
    if (request.headers.authorization !== `Bearer ${TOKEN}`) {
      return void response.writeHead(401).end(refusal('no such token'));
    }
    if (url.startsWith('/v1/artifacts/')) {
      return artifact(method, url.split('/')[3]!, body, response);
    }
    const data = await answer(url, body);
    if (way === 'swallow') return void request.socket.destroy();
    if (data === undefined) return void response.writeHead(404).end(refusal('unknown'));
    response.writeHead(200).end(encode(data));
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return Object.assign(gateway, { url: `http://127.0.0.1:${port}` });
}

/** As a gateway says it. */
function refusal(message: string): string {
  return encode({ error: { code: 'E_REFUSED', message } });
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
