import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startUpkeep } from '../../../src/fleet/gateway/upkeep/upkeep.js';
import { paths } from '../../../src/fleet/protocol/api.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { type PostgresServer, startPostgres } from '../../postgres/server.js';
import { fleetPlace } from '../fleet-database.js';
import { BEAT } from '../protocol/examples.js';
import { type Gateway, layDownLease, leaseRow, startGateway } from './start-gateway.js';

const BIN = fileURLToPath(new URL('../../../bin/thaw.js', import.meta.url));

describeWithPostgres('a gateway whose database goes away', () => {
  let server: PostgresServer;
  let gateway: Gateway;
  let token: string;
  beforeAll(async () => {
    server = await startPostgres(mkdtempSync(join(tmpdir(), 'outage-')));
    gateway = await startGateway(await fleetPlace(server), { leaseSeconds: 10 });
    token = await gateway.token('agent');
  });
  afterAll(async () => {
    await gateway?.close();
    await server?.stop('immediate');
  });

  async function claimed() {
    const lease = await layDownLease(gateway);
    const agent = await gateway.agent(token);
    const { body } = await gateway.ask(paths.claim(agent), token, { waitMs: 0, lifeMs: null });
    expect(body).toMatchObject({ lease: lease.id });
    return lease;
  }

  test('says so while it is away, and goes on once it is back, having given up nobody', async () => {
    const { id } = await claimed();
    const idle = await gateway.agent(token);
    const rounds: unknown[] = [];
    const outages: boolean[] = [];
    // A lease of its own that is over soon: what would be given up by a gateway without patience is.
    const upkeep = startUpkeep(
      { ...gateway.parts, leaseMs: 3000 },
      {
        everyMs: 100,
        onError: (error) => rounds.push(error),
        onOutage: (why) => outages.push(why !== null),
      },
    );
    await expect.poll(() => upkeep.isReady()).toBe(true);
    const waiting = gateway.ask(paths.claim(idle), token, { waitMs: 25_000, lifeMs: null });
    await new Promise((resolve) => setTimeout(resolve, 200));

    await server.stop('immediate');
    await expect.poll(() => upkeep.isReady(), { timeout: 5000 }).toBe(false);
    expect(await gateway.ask(paths.beat(id), token, BEAT)).toMatchObject({ status: 503 });

    await server.start();
    await expect.poll(() => upkeep.isReady(), { timeout: 10_000 }).toBe(true);
    await gateway.connections.run(
      `update thaw_jobs.job set heartbeat_on = now() - interval '1 hour' where id = $1`,
      [id],
    );
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await leaseRow(gateway.connections, id)).toMatchObject({ state: 'running' });
    expect(await gateway.ask(paths.beat(id), token, BEAT)).toMatchObject({
      ...{ status: 200, body: { is: 'continue' } },
    });

    // Whoever waited all the while is served: the gateway listens anew.
    const next = await layDownLease(gateway);
    expect((await waiting).body).toMatchObject({ lease: next.id });
    await upkeep.close();
    expect(rounds.length).toBeGreaterThan(0);
    expect(outages).toEqual([true, false]);
    expect(gateway.faults).toEqual([]);
  });

  test('ends in ten seconds although the database is halted', async () => {
    const child = spawn(process.execPath, [BIN, 'serve', '--store', gateway.place, '--port', '0'], {
      cwd: mkdtempSync(join(tmpdir(), 'outage-')),
      env: { ...process.env, THAW_SETUP: 'off', THAW_STORE: '' },
    });
    let out = '';
    child.stdout.on('data', (more) => {
      out += more;
    });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    await expect.poll(() => out, { timeout: 20_000 }).toContain('Gateway');
    const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(server.pid())]);
    const pids = [server.pid(), ...String(children).trim().split(/\s+/).map(Number)];
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    try {
      const since = performance.now();
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
      expect(performance.now() - since).toBeLessThan(10_000);
    } finally {
      for (const pid of pids) process.kill(pid, 'SIGCONT');
      child.kill('SIGKILL');
    }
  });
});
