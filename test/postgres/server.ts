import { execFile } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);

/** A PostgreSQL server that tests start for themselves, as a user that is not root. */
export interface PostgresServer {
  /** Of a new, empty database. */
  database(): Promise<string>;
  /** `immediate`: as if the power had failed. */
  stop(how: 'fast' | 'immediate'): Promise<void>;
  start(): Promise<void>;
  /** Process id of the server itself. */
  pid(): number;
  readonly port: number;
}

const bin = findBin();

/** Whether this machine has PostgreSQL's programs. */
export const hasPostgres = bin !== null;

/** The server that all files of a test run share, started by the first that asks. Don't stop it. */
export function sharedPostgres(): Promise<PostgresServer> {
  return startPostgres(sharedFolder());
}

/** Where the shared server of this test run lies. */
export function sharedFolder(): string {
  return join(tmpdir(), 'postgres');
}

/** One at this place, made if it is not there; that runs as long as it is not stopped. */
export async function startPostgres(folder: string): Promise<PostgresServer> {
  if (bin === null) throw new Error('no PostgreSQL here: install Debian\'s package "postgresql"');
  const data = join(folder, 'data');
  if (!existsSync(join(folder, 'port'))) {
    mkdirSync(folder, { recursive: true });
    chownSync(folder, owner.uid, owner.gid);
    await as('initdb', ['-D', data, '-U', 'thaw', '-A', 'trust', '-E', 'UTF8', '--no-sync']);
    writeFileSync(join(folder, 'port'), String(await freePort()));
  }
  const port = Number(readFileSync(join(folder, 'port'), 'utf8'));
  const pid = () => Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);

  async function start(): Promise<void> {
    const options = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200`;
    await as('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start']);
  }

  if (!isAlive(data)) await start();
  return {
    port,
    pid,
    start,
    stop: (how) => stopPostgres(folder, how),
    async database() {
      const name = `t_${randomUUID().replaceAll('-', '')}`;
      const client = new pg.Client(`postgres://thaw@127.0.0.1:${port}/postgres`);
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return `postgres://thaw@127.0.0.1:${port}/${name}`;
    },
  };
}

export async function stopPostgres(
  folder: string,
  how: 'fast' | 'immediate' = 'fast',
): Promise<void> {
  if (!existsSync(join(folder, 'data', 'postmaster.pid'))) return;
  await as('pg_ctl', ['-D', join(folder, 'data'), '-w', '-m', how, 'stop']);
}

function isAlive(data: string): boolean {
  try {
    process.kill(Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** PostgreSQL refuses to run as root: then it runs as the user that Debian's package makes for it. */
const owner = findOwner();

function findOwner(): { readonly uid: number; readonly gid: number } {
  const { uid, gid } = userInfo();
  if (uid !== 0) return { uid, gid };
  const entry = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((line) => line.startsWith('postgres:'));
  const [, , id, group] = entry?.split(':') ?? ['', '', '65534', '65534'];
  return { uid: Number(id), gid: Number(group) };
}

async function as(program: string, args: readonly string[]): Promise<void> {
  // What the server inherits it keeps open: nothing of ours, or the run would wait for it.
  await run(join(bin!, program), [...args], {
    ...owner,
    cwd: tmpdir(),
    env: { LC_ALL: 'C.UTF-8' },
  });
}

/** The newest that Debian's packages installed, or whatever is on the path. */
function findBin(): string | null {
  const places = [
    ...[18, 17, 16, 15, 14].map((version) => `/usr/lib/postgresql/${version}/bin`),
    ...(process.env.PATH ?? '').split(':'),
  ];
  return places.find((place) => existsSync(join(place, 'initdb'))) ?? null;
}

/** None that a connection is given, which might have it while a server starts anew. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_768);
    const isFree = await new Promise<boolean>((resolve) => {
      const server = createServer()
        .once('error', () => resolve(false))
        .listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}
