import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { listenAt } from '../../../machine/http/listen.js';
import { Refusal } from '../../../machine/http/refusal.js';
import { sendWire } from '../../../store/gateway/send-wire.js';
import type { Caller, TokenGate } from '../../tokens/token-gate.js';
import type { Handlers } from '../handlers.js';
import { refuse } from './refuse.js';
import { routesOf } from './routes.js';

/** Answers what begins with a path of its own; false: it does not know the address, nothing was done. */
export type Mount = (
  request: IncomingMessage,
  response: ServerResponse,
  caller: Caller,
) => Promise<boolean>;

export interface GatewayServerSetup {
  readonly host: string;
  /** 0: any. */
  readonly port: number;
  /** PEM; null: nothing is encrypted. */
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
  readonly handlers: Handlers;
  readonly gate: TokenGate;
  readonly mounts: readonly Mount[];
  /** Whether the database answers. */
  readonly isReady: () => boolean;
  /** Milliseconds that a body may stand still; absent: some seconds. */
  readonly stalledMs?: number;
  /** Told of what went wrong in this program. */
  readonly onFault: (error: unknown) => void;
  readonly onRequest?: (request: RequestLine) => void;
}

/** What a log says of a request: nothing of what is in it. */
export interface RequestLine {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms: number;
  readonly address: string;
  /** The token's public part; null: it brought none that counts. */
  readonly token: string | null;
}

export interface GatewayServer {
  readonly port: number;
  /** Hears no more, answers who waits, and ends what is still open after so many milliseconds. */
  close(graceMs: number): Promise<void>;
}

/** @throws {UsageError} it cannot listen there. */
export async function serveGateway(setup: GatewayServerSetup): Promise<GatewayServer> {
  const { handlers, gate, mounts, isReady, onFault, onRequest } = setup;
  const server = createFor(setup);
  const routes = routesOf(handlers, setup);
  const open = new Set<ServerResponse>();
  let isClosing = false;

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    known: (caller: Caller) => void,
  ): Promise<void> {
    const path = (request.url ?? '').split('?', 1)[0]!;
    if (path === '/healthz') return sendWire(response, 200, {});
    if (path === '/readyz') return sendWire(response, isReady() && !isClosing ? 200 : 503, {});
    const caller = await gate.check(
      request.headers.authorization,
      request.socket.remoteAddress ?? '',
    );
    known(caller);
    const found = routes.filter((route) => route.path.test(path));
    if (found.length === 0) {
      for (const mount of mounts) if (await mount(request, response, caller)) return;
      throw new Refusal(404, 'There is nothing at this address.');
    }
    const route = found.find(({ method }) => method === request.method);
    if (!route) {
      const Allow = found.map(({ method }) => method).join(', ');
      throw new Refusal(405, `This address knows ${Allow} alone.`, { Allow });
    }
    if (route.role !== caller.role) {
      throw new Refusal(
        403,
        `This takes a token of role ${route.role}; this one is ${caller.role}.`,
      );
    }
    const id = route.path.exec(path)?.[1] ?? '';
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    sendWire(response, 200, await route.answer({ request, caller, id, signal: gone.signal }));
  }

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const began = performance.now();
    let token: string | null = null;
    open.add(response);
    if (isClosing) response.setHeader('Connection', 'close');
    // Who waits for a cohort or for verdicts is silent for long; bodies have times of their own.
    request.socket.setTimeout(0);
    response.once('close', () => {
      open.delete(response);
      request.socket.setTimeout(IDLE_MS);
      onRequest?.({
        ...{ method: request.method ?? '', path: (request.url ?? '').split('?', 1)[0]!, token },
        ...{ status: response.statusCode, ms: Math.round(performance.now() - began) },
        address: request.socket.remoteAddress ?? '',
      });
    });
    answer(request, response, ({ tokenId }) => {
      token = tokenId;
    }).catch((error) => {
      // What is still to come of a body is not waited for.
      if (!request.complete && !response.headersSent) response.setHeader('Connection', 'close');
      refuse(response, error, onFault);
    });
  });

  const port = await listenAt(server, {
    ...setup,
    whereTaken: 'gateway: name another with --port',
  });
  return {
    port,
    async close(graceMs) {
      isClosing = true;
      const closed = new Promise((resolve) => server.close(resolve));
      handlers.close();
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), graceMs);
      // Their connections end with their answers.
      for (const response of open) {
        if (!response.headersSent) response.setHeader('Connection', 'close');
      }
      await closed;
      clearTimeout(late);
    },
  };
}

/** Milliseconds in which nothing comes or goes; longer than proxies keep connections they may use. */
const IDLE_MS = 80_000;

function createFor({ tls }: GatewayServerSetup): Server {
  const limits = {
    maxHeaderSize: 16_384,
    headersTimeout: 10_000,
    // Artifacts take as long as they take; whoever reads a body says how slow it may be.
    requestTimeout: 0,
    keepAliveTimeout: 75_000,
    connectionsCheckingInterval: 2000,
  };
  const server = tls
    ? createSecureServer({ ...limits, ...tls, minVersion: 'TLSv1.2', handshakeTimeout: 10_000 })
    : createServer(limits);
  server.maxConnections = 5000;
  server.timeout = IDLE_MS;
  return server;
}
