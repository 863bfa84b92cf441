import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);

/**
 * @typedef {Awaited<ReturnType<typeof startPostgres>>} Postgres
 */

/**
 * A PostgreSQL of one's own in a new folder, as a user that is not root.
 *
 * @param {string} folder
 * @param {string} [options] of the server
 */
export async function startPostgres(folder, options = '') {
  const bin = [18, 17, 16, 15, 14]
    .map((version) => `/usr/lib/postgresql/${version}/bin`)
    .find((place) => existsSync(place));
  if (!bin) throw new Error('no PostgreSQL here: install Debian\'s package "postgresql"');
  const owner = findOwner();
  const data = join(folder, 'data');
  const port = await freePort();

  /**
   * @param {string} program
   * @param {readonly string[]} args
   */
  const as = (program, args) =>
    run(join(bin, program), [...args], { ...owner, cwd: tmpdir(), env: { LC_ALL: 'C.UTF-8' } });

  mkdirSync(folder, { recursive: true });
  // It has to get there: folders for temporary files are their makers' alone.
  chmodSync(dirname(folder), 0o755);
  chownSync(folder, owner.uid, owner.gid);
  await as('initdb', ['-D', data, '-U', 'thaw', '-A', 'trust', '-E', 'UTF8', '--no-sync']);
  const settings = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=300 ${options}`;
  /** @type {() => Promise<unknown>} */
  const start = () =>
    as('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', settings, 'start']);
  await start();
  const url = (/** @type {string} */ name, at = port) => `postgres://thaw@127.0.0.1:${at}/${name}`;
  return {
    port,
    url,
    start,
    /** Of the server itself. */
    pid: () => Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]),
    /** @param {'fast' | 'immediate'} how `immediate`: as if the power had failed */
    stop: (how) => as('pg_ctl', ['-D', data, '-w', '-m', how, 'stop']),
    /** @param {string} text */
    async query(text, database = 'postgres') {
      const client = new pg.Client(url(database));
      // It may be killed meanwhile: the query fails then.
      client.on('error', () => undefined);
      await client.connect();
      try {
        return (await client.query(text)).rows;
      } finally {
        await client.end();
      }
    },
  };
}

/** The user that Debian's package makes for it, where this is root. */
function findOwner() {
  const { uid, gid } = userInfo();
  if (uid !== 0) return { uid, gid };
  const [entry] = /^postgres:.*$/m.exec(readFileSync('/etc/passwd', 'utf8')) ?? [''];
  const [, , id, group] = entry.split(':');
  return { uid: Number(id), gid: Number(group) };
}

/**
 * A port that nobody listens on, and that no connection is given: one of those might have it while a
 * server starts anew, and the server could not.
 *
 * @returns {Promise<number>}
 */
export async function freePort() {
  for (;;) {
    const port = randomInt(10_000, 32_768);
    const isFree = await new Promise((resolve) => {
      const server = createServer()
        .once('error', () => resolve(false))
        .listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}
