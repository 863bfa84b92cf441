import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A server that speaks like S3: `moto_server` (PyPI's `moto[server]`), the program that `THAW_MOTO`
 * names. Null: it names none, and tests that need one are left out.
 */
export interface Moto {
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  /** A new bucket, as a place: `s3://...`. */
  bucket(): Promise<string>;
}

let started: Promise<Moto> | undefined;
let child: ChildProcess | undefined;

export async function sharedMoto(): Promise<Moto | null> {
  const program = process.env.THAW_MOTO;
  if (!program) return null;
  started ??= start(program);
  return started;
}

export async function stopMoto(): Promise<void> {
  started = undefined;
  if (!child || child.exitCode !== null) return;
  const gone = new Promise((resolve) => child!.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

async function start(program: string): Promise<Moto> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  child = spawn(program, ['-H', '127.0.0.1', '-p', String(port)], {
    stdio: 'ignore',
    cwd: tmpdir(),
  });
  for (let tries = 0; !(await answers(url)); tries += 1) {
    if (tries === 200 || child.exitCode !== null) throw new Error(`${program} does not start`);
    await sleep(100);
  }
  return {
    url,
    env: { AWS_ACCESS_KEY_ID: 'some-id', AWS_SECRET_ACCESS_KEY: 'some-secret' },
    async bucket() {
      const name = `b-${randomUUID()}`;
      await fetch(`${url}/${name}`, { method: 'PUT' });
      return `s3://${name}/deep/inside?endpoint=${url}`;
    },
  };
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
