import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { ThawError, UsageError } from '../core/errors.js';
import { listenAt } from '../machine/http/listen.js';
import { Refusal } from '../machine/http/refusal.js';
import { allowedHosts, checkRequest } from './http/gate.js';
import { prepare, SAFE_HEADERS, send } from './http/respond.js';
import { createSession } from './http/session.js';
import { createHub } from './live/hub.js';
import { isPage, type Pages } from './pages/pages.js';
import { keepAnswers } from './reading/keep-answers.js';
import type { Reader } from './reading/open-reader.js';
import { type Pictures, pictureAt } from './reading/pictures.js';
import { parsePlot, parseQuery } from './reading/query.js';

export interface ServerSetup {
  /** Where it listens: an address of this machine. */
  readonly host: string;
  readonly port: number;
  /** Take the next port that is free, if that one is not. */
  readonly mayMove: boolean;
  /** What else than loopback's names `Host` may say: `NAME` or `NAME:PORT`. */
  readonly allowedHosts: readonly string[];
  readonly pages: Pages;
  /** What reads the results; `slow`: for what takes seconds. Both are closed with the server. */
  readonly quick: Reader;
  readonly slow: Pick<Reader, 'read' | 'close'>;
  /** Absent: no images are to be seen. */
  readonly pictures?: Pictures;
  /** Told of what went wrong in this program, once it is known. */
  readonly onFault: (error: unknown) => void;
}

export interface RunningServer {
  readonly port: number;
  /** What gives the right to read: belongs into the fragment of an address. */
  readonly token: string;
  /** Ends all that is open. */
  close(): Promise<void>;
}

/**
 * Shows results to browsers, and changes nothing. Everybody on this machine can reach it: what it
 * answers, and whom, is in docs/SECURITY.md.
 *
 * @throws {UsageError} the port is taken, or the address is not this machine's.
 */
export async function serve(setup: ServerSetup): Promise<RunningServer> {
  const server = createServer({
    maxHeaderSize: 16_384,
    headersTimeout: 5000,
    requestTimeout: 10_000,
    keepAliveTimeout: 5000,
    connectionsCheckingInterval: 1000,
  });
  server.maxConnections = 256;
  server.timeout = IDLE;
  const port = await listenAt(server, {
    ...setup,
    whereTaken:
      'dashboard: name another with --port, or leave --port out to take the next free one',
  });
  const hosts = allowedHosts(port, setup.allowedHosts);
  const session = createSession(port);
  const read = keepAnswers(setup.quick, setup.slow);
  const hub = createHub(setup.quick);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    checkRequest(request, hosts);
    const [path, search = ''] = (request.url ?? '/').split('?', 2) as [string, string?];
    const file = setup.pages.files.get(path);
    if (file) return send(request, response, file);
    if (path === '/session') {
      const cookie = session.begin(request);
      response.writeHead(204, { 'Set-Cookie': cookie, 'Cache-Control': 'no-store' }).end();
      return;
    }
    if (isOf(path, '/api') || isOf(path, '/plot')) {
      session.check(request);
      const picture = setup.pictures && pictureAt(path, setup.pictures);
      if (picture) {
        const body = JSON.stringify(await picture());
        return send(request, response, prepare({ type: 'application/json', body }));
      }
      const asked = new URLSearchParams(search);
      const query = parsePlot(path, asked) ?? parseQuery(path, asked);
      if (query) return send(request, response, await read(query));
    }
    if (path === '/events') {
      session.check(request);
      const after = request.headers['last-event-id'] ?? new URLSearchParams(search).get('after');
      return hub.add(request, response, after ? String(after) : undefined);
    }
    if (!isPage(path) || OWN.some((own) => isOf(path, own))) {
      throw new Refusal(404, 'There is nothing at this address.');
    }
    return send(request, response, setup.pages.html);
  }

  server.on('request', (request, response) => {
    for (const [name, value] of Object.entries(SAFE_HEADERS)) response.setHeader(name, value);
    // What is asked for may take longer to make than anybody may idle.
    request.socket.setTimeout(0);
    answer(request, response)
      .catch((error) => refuse(response, error, setup.onFault))
      .finally(() => request.socket.setTimeout(IDLE));
  });
  return {
    port,
    token: session.token,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      await hub.close();
      server.closeAllConnections();
      await Promise.all([closed, setup.quick.close(), setup.slow.close()]);
    },
  };
}

/** Milliseconds in which nothing comes or goes, after which a connection is cut. */
const IDLE = 30_000;

/** What belongs to no page. */
const OWN = ['/api', '/plot', '/events', '/session', '/pages'];

function isOf(path: string, own: string): boolean {
  return path === own || path.startsWith(`${own}/`);
}

/** Whoever asks is told a sentence; what only its authors understand goes to `onFault`. */
function refuse(response: ServerResponse, error: unknown, onFault: (error: unknown) => void): void {
  const { status, message, headers = {} } = refusalOf(error);
  if (status === 500) onFault(error);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = Buffer.from(JSON.stringify({ error: message }));
  response.writeHead(status, {
    ...{ 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.length },
    ...{ 'Cache-Control': 'no-store', ...headers },
  });
  response.end(body);
}

function refusalOf(error: unknown): Pick<Refusal, 'status' | 'message'> & Partial<Refusal> {
  if (error instanceof Refusal) return error;
  if (error instanceof UsageError) return { status: 404, message: error.message };
  if (error instanceof ThawError) return { status: 503, message: error.message };
  return { status: 500, message: 'Thaw ran into something it did not expect; this is a bug.' };
}
