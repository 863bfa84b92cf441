import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { drawSvg } from '../../src/app/pictures/charts/draw-svg.js';
import { prepare } from '../../src/server/http/respond.js';
import { openReader } from '../../src/server/reading/open-reader.js';
import { type ServerSetup, serve } from '../../src/server/serve.js';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { seedResults } from '../cli/seed-results.js';
import { databaseIn } from '../fakes/database.js';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface Lab {
  readonly port: number;
  readonly token: string;
  readonly file: string;
  readonly faults: unknown[];
  /** As a page of the server asks, with the cookie, unless `headers` say otherwise. */
  get(path: string, headers?: Record<string, string>, method?: string): Promise<Reply>;
  /** What comes back for these bytes, until the server hangs up or `ms` have passed. */
  raw(bytes: string, ms?: number): Promise<string>;
  readonly cookie: string;
  close(): Promise<void>;
}

const PAGES: ServerSetup['pages'] = {
  files: new Map([
    ['/pages/main-1.js', prepare({ type: 'text/javascript', body: 'void 0;', isFixed: true })],
  ]),
  html: prepare({ type: 'text/html', body: '<!doctype html><title>Thaw</title>' }),
};

/** A folder with a database of one sweep in `results/thaw.sqlite`. */
export async function seededFolder(): Promise<string> {
  const folder = emptyFolder();
  await seedResults(folder);
  return folder;
}

export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-server-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A server over a folder's results, with a session begun. */
export async function openLab(folder: string, change: Partial<ServerSetup> = {}): Promise<Lab> {
  const file = join(folder, 'results', 'thaw.sqlite');
  const faults: unknown[] = [];
  const reader = () =>
    openReader({
      open: async () =>
        existsSync(file) ? databaseIn(file, openStore(file, { access: 'read' })) : null,
      draw: drawSvg,
    });
  const server = await serve({
    ...{ host: '127.0.0.1', port: 0, mayMove: false, allowedHosts: [], pages: PAGES },
    ...{ quick: reader(), slow: reader() },
    onFault: (error) => faults.push(error),
    ...change,
  });
  const { port, token } = server;
  let isOpen = true;
  async function close(): Promise<void> {
    if (isOpen) await server.close();
    isOpen = false;
  }
  onTestFinished(close);

  const get: Lab['get'] = (path, headers = {}, method = 'GET') =>
    new Promise((resolve, reject) => {
      const asked = request(
        { host: '127.0.0.1', port, path, method, headers: { cookie, ...headers }, agent: false },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (more) => {
            text += more;
          });
          response.on('end', () =>
            resolve({ status: response.statusCode!, headers: response.headers, text }),
          );
        },
      );
      asked.on('error', reject);
      asked.end();
    });
  let cookie = '';
  const { headers } = await get('/session', { authorization: `Bearer ${token}` });
  cookie = headers['set-cookie']![0]!.split(';')[0]!;
  return {
    port,
    token,
    file,
    faults,
    get,
    raw: (bytes, ms) => raw(port, bytes, ms),
    cookie,
    close,
  };
}

function raw(port: number, bytes: string, ms = 15_000): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const late = setTimeout(() => socket.destroy(), ms);
    socket.setEncoding('utf8');
    socket.on('data', (more) => {
      text += more;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(late);
      resolve(text);
    });
  });
}
