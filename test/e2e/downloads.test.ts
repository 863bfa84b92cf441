import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EXIT } from '../../src/core/errors.js';
import { startThaw } from './thaw.js';

/** A registry that knows every package, and never sends one. */
const registry = createServer((request, response) => {
  const name = decodeURIComponent(request.url ?? '').slice(1);
  if (name.endsWith('.tgz')) return;
  const dist = { tarball: `http://${request.headers.host}/x.tgz` };
  const versions = Object.fromEntries(
    ['1.0.4', '1.1.1'].map((version) => [version, { name, version, dist }]),
  );
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ name, 'dist-tags': {}, versions }));
});
beforeAll(() => new Promise<void>((done) => void registry.listen(0, '127.0.0.1', done)));
afterAll(() => registry.closeAllConnections());

const ROOT = mkdtempSync(join(tmpdir(), 'thaw-downloads-'));
afterAll(() => rmSync(ROOT, { recursive: true, maxRetries: 3 }));

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(ROOT, 'cache-'));
});

/** Processes that work in a folder below the cache. */
function workers(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`).startsWith(cache);
      } catch {
        return false;
      }
    })
    .map(Number);
}

async function until(holds: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (holds()) return true;
    await sleep(50);
  }
  return false;
}

function start(...args: readonly string[]) {
  const { port } = registry.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/`;
  const env = { THAW_CACHE: cache, npm_config_registry: url, npm_config_fetch_retries: '0' };
  return startThaw(args, ROOT, { env });
}

const leavings = () => {
  const npm = join(cache, 'npm');
  return existsSync(npm) ? readdirSync(npm).filter((name) => name.includes('.part-')) : [];
};

/** npm at work, two processes at least: npm itself, and what holds it. */
const isFetching = () => workers().length >= 2 && leavings().length === 1;

describe.runIf(process.platform === 'linux')('a download that is under way', () => {
  it.each([
    ['SIGINT', EXIT.interrupted],
    ['SIGTERM', EXIT.interrupted],
  ] as const)('ends with Thaw at %s, and nothing of it stays', async (signal, code) => {
    const run = start('fetch');
    expect(await until(isFetching)).toBe(true);
    run.process.kill(signal);
    expect((await run.finished).code).toBe(code);
    expect(leavings()).toEqual([]);
    expect(await until(() => workers().length === 0)).toBe(true);
  });

  it.each(['SIGHUP', 'SIGKILL'] as const)(
    'ends with Thaw at %s, and nothing stays after the next start of anything',
    async (signal) => {
      const run = start('fetch');
      expect(await until(isFetching)).toBe(true);
      run.process.kill(signal);
      await run.finished;
      expect(await until(() => workers().length === 0)).toBe(true);
      // A hangup leaves time to clear up.
      expect(leavings()).toHaveLength(signal === 'SIGKILL' ? 1 : 0);
      // Weights are not asked for: those that were under way are nobody's now.
      const file = join(ROOT, 'random.yaml');
      writeFileSync(file, 'model: {weights: random}\nparameters: {learning_rate: {value: 0.1}}\n');
      const next = start('fetch', file);
      expect(await until(() => leavings().every((name) => name.includes('cifar10')))).toBe(true);
      next.process.kill('SIGINT');
      await next.finished;
    },
  );
});

describe.runIf(process.platform === 'linux')('an installation that is under way', () => {
  /** A Python whose pip downloads without end. */
  function slowPython(): string {
    const file = join(ROOT, 'python');
    const text =
      '#!/bin/sh\ncase "$*" in *--version*) exit 0;; esac\necho half > "$0.seen"; sleep 60\n';
    writeFileSync(file, text, { mode: 0o755 });
    return file;
  }

  it.each(['SIGINT', 'SIGTERM'] as const)('ends at %s, and nothing of it stays', async (signal) => {
    const python = slowPython();
    const folder = join(cache, 'backends', 'tensorflow');
    const env = { THAW_CACHE: cache, PYTHON: python };
    const run = startThaw(['backends', 'install', 'tensorflow'], ROOT, { env });
    expect(await until(() => existsSync(`${python}.seen`))).toBe(true);
    rmSync(`${python}.seen`);
    expect(readdirSync(folder).filter((name) => name.includes('.part-'))).toHaveLength(1);
    run.process.kill(signal);
    const { code, stderr } = await run.finished;
    expect(code, stderr).toBe(EXIT.interrupted);
    expect(readdirSync(folder)).toEqual([]);
    expect(sleepers(python)).toEqual([]);
  });

  it('killed, is removed by the next start, all of it', async () => {
    const python = slowPython();
    const folder = join(cache, 'backends', 'tensorflow');
    mkdirSync(folder, { recursive: true });
    const env = { THAW_CACHE: cache, PYTHON: python };
    const run = startThaw(['backends', 'install', 'tensorflow'], ROOT, { env });
    expect(await until(() => existsSync(`${python}.seen`))).toBe(true);
    rmSync(`${python}.seen`);
    run.process.kill('SIGKILL');
    await run.finished;
    expect(await until(() => sleepers(python).length === 0)).toBe(true);
    expect(readdirSync(folder).some((name) => name.includes('.part-'))).toBe(true);
    const next = start('fetch');
    expect(await until(() => !readdirSync(folder).some((name) => name.includes('.part-')))).toBe(
      true,
    );
    next.process.kill('SIGINT');
    await next.finished;
  });

  function sleepers(python: string): readonly string[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => {
        try {
          return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${python}\0`);
        } catch {
          return false;
        }
      });
  }
});
