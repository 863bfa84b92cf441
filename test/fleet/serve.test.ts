import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test, vi } from 'vitest';
import { paths } from '../../src/fleet/protocol/api.js';
import { decode, encode } from '../../src/store/gateway/wire.js';
import { describeWithPostgres } from '../postgres/describe.js';
import { sharedPostgres } from '../postgres/server.js';
import { BIN, type Running, startNode } from '../running.js';
import { REGISTRATION } from './protocol/examples.js';

const run = promisify(execFile);

const env = { ...process.env, THAW_SETUP: 'off', THAW_STORE: '', THAW_TOKEN: '' };

describeWithPostgres('thaw serve and thaw token', () => {
  let store: string;
  beforeAll(async () => {
    store = await (await sharedPostgres()).database();
  });

  const folder = () => mkdtempSync(join(tmpdir(), 'serve-'));

  function serve(cwd: string, ...flags: readonly string[]): Running {
    const args = [BIN, 'serve', '--store', store, '--port', '0', ...flags];
    return startNode(args, { cwd, env });
  }

  async function addressOf({ out, err }: Running): Promise<string> {
    const found = () => /(https?:\/\/[\w.]+:\d+)/.exec(out());
    await vi.waitFor(() => expect(found(), err()).not.toBeNull(), {
      timeout: 20_000,
      interval: 20,
    });
    return found()![1]!;
  }

  /** Exit code and what was printed. */
  async function thaw(...args: readonly string[]) {
    try {
      const { stdout, stderr } = await run(process.execPath, [BIN, ...args], {
        env,
        cwd: tmpdir(),
      });
      return { code: 0, stdout, stderr };
    } catch (error) {
      return error as { readonly code: number; readonly stdout: string; readonly stderr: string };
    }
  }
  const token = (...args: readonly string[]) => thaw('token', ...args, '--store', store);

  async function newToken(role: 'agent' | 'user', ...more: readonly string[]) {
    const made = await token(
      ...['create', '--team', 'blue', '--owner', 'ann', '--role', role, '--format', 'json'],
      ...more,
    );
    expect(made.stderr).toBe('');
    return JSON.parse(made.stdout) as { readonly id: string; readonly token: string };
  }

  async function post(address: string, path: string, by: string, body: unknown) {
    const response = await fetch(`${address}${path}`, {
      ...{ method: 'POST', body: encode(body), headers: { authorization: `Bearer ${by}` } },
    });
    return { status: response.status, body: decode(await response.text()) };
  }

  test('a gateway makes its tables, says what to do next, answers, and ends well at SIGTERM', async () => {
    const running = serve(folder(), '--verbose');
    const address = await addressOf(running);
    expect(running.out()).toContain('thaw token create');
    expect(running.out()).toContain(`thaw agent --server ${address}`);
    await expect
      .poll(async () => (await fetch(`${address}/readyz`)).status, { timeout: 5000 })
      .toBe(200);
    const agent = await newToken('agent');
    const registered = await post(address, paths.agents, agent.token, REGISTRATION);
    expect(registered).toMatchObject({ status: 200, body: { leaseMs: 60_000 } });
    const id = (registered.body as { readonly agent: string }).agent;
    const waiting = post(address, paths.claim(id), agent.token, { waitMs: 30_000, lifeMs: null });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const since = performance.now();
    running.child.kill('SIGTERM');
    expect(await waiting).toEqual({ status: 200, body: { lease: null } });
    expect(await running.ended).toBe(0);
    expect(performance.now() - since).toBeLessThan(10_000);
    expect(running.err()).toContain(`POST ${paths.agents} 200`);
    expect(running.err()).toContain(agent.id);
    expect(running.err()).not.toContain(agent.token);
  });

  test('two gateways on one database answer the same, and a revoked token none', async () => {
    const [one, other] = [serve(folder()), serve(folder())];
    const [a, b] = [await addressOf(one), await addressOf(other)];
    const { id, token: secret } = await newToken('agent', '--expires', '90d');
    const { body } = await post(a, paths.agents, secret, REGISTRATION);
    const { agent } = body as { readonly agent: string };
    const claim = () => post(b, paths.claim(agent), secret, { waitMs: 0, lifeMs: null });
    expect(await claim()).toMatchObject({ status: 200 });
    const revoked = await token('revoke', id);
    expect(revoked.stdout).toContain(`Token ${id}`);
    await expect
      .poll(async () => (await claim()).status, { timeout: 8000, interval: 300 })
      .toBe(401);
    const listed = await token('list');
    expect(listed.stdout).toMatch(new RegExp(`${id} +agent +blue +ann +revoked`));
    expect(listed.stdout).not.toContain(secret);
    for (const line of listed.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('a token is printed alone, so that it can be written to a file', async () => {
    const made = await token('create', '--team', 'blue', '--owner', 'ann', '--role', 'user');
    expect(made.stdout).toMatch(/^thaw_[0-9a-f]{12}_[0-9a-f]{64}\n$/);
    expect(made.stderr).toContain('ann of team blue');
    expect(made.stderr).not.toContain(made.stdout.trim());
  });

  test('tokens travel encrypted, or stay on this machine', async () => {
    const cwd = folder();
    const refused = await thaw('serve', '--store', store, '--host', '0.0.0.0');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('--tls-cert');
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
        ...['-keyout', 'gw.key', '-out', 'gw.pem', '-subj', '/CN=localhost', '-days', '1'],
      ],
      { cwd, stdio: 'ignore' },
    );
    const running = serve(cwd, '--tls-cert', 'gw.pem', '--tls-key', 'gw.key');
    const address = await addressOf(running);
    expect(address).toMatch(/^https:/);
    const status = await new Promise((resolve, reject) => {
      request(`${address}/healthz`, { rejectUnauthorized: false }, (response) =>
        resolve(response.resume().statusCode),
      )
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
    await expect(fetch(address.replace('https', 'http'))).rejects.toThrow();
    writeFileSync(join(cwd, 'broken.pem'), 'nothing');
    const broken = await thaw(
      ...['serve', '--store', store],
      ...['--tls-cert', join(cwd, 'broken.pem'), '--tls-key', join(cwd, 'gw.key')],
    );
    expect(broken).toMatchObject({ code: 2 });
  });

  test('what cannot be done is said in words, without the password', async () => {
    const cases: readonly (readonly [number, string, readonly string[]])[] = [
      [2, '--store', ['serve']],
      [2, '--store', ['token', 'list']],
      [3, 'no server listens there', ['serve', '--store', 'postgres://u:hush@127.0.0.1:1/x']],
      [
        3,
        'no server listens there',
        ['token', 'list', '--store', 'postgres://u:hush@127.0.0.1:1/x'],
      ],
      [2, '--lease', ['serve', '--store', store, '--lease', '5s']],
      [2, '--port', ['serve', '--store', store, '--port', '70000']],
      [2, 'go together', ['serve', '--store', store, '--tls-cert', 'x']],
      [2, '--role', ['token', 'create', '--store', store, '--team', 'blue', '--owner', 'ann']],
      [
        2,
        '--team',
        ['token', 'create', '--store', store, '--team', '../x', '--owner', 'a', '--role', 'user'],
      ],
      [2, 'no token', ['token', 'revoke', 'x', '--store', store]],
      [2, 'needs the id', ['token', 'revoke', '--store', store]],
      [2, 'takes no id', ['token', 'list', 'x', '--store', store]],
    ];
    const ended = await Promise.all(
      cases.map(async ([, , args]) => ({ args, ...(await thaw(...args)) })),
    );
    for (const [place, [code, words]] of cases.entries()) {
      const { args, ...end } = ended[place]!;
      expect({ args, code: end.code, said: end.stderr.includes(words) }, end.stderr).toEqual({
        ...{ args, code, said: true },
      });
      expect(end.stderr).not.toMatch(/hush|at .*\.js:\d/);
      expect(end.stdout).toBe('');
    }
  });
});
