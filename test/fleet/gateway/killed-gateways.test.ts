import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { paths } from '../../../src/fleet/protocol/api.js';
import type { Order } from '../../../src/fleet/protocol/order.js';
import { decode, encode } from '../../../src/store/gateway/wire.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { MESSAGES, REGISTRATION } from '../protocol/examples.js';
import { type Gateway, layDownLease, layDownSweep, startGateway } from './start-gateway.js';

const BIN = fileURLToPath(new URL('../../../bin/thaw.js', import.meta.url));
const PORTS = [18_431, 18_432];
/** More work comes before each: on a fast machine there would be nothing left to kill. */
const KILLS = 6;
const LEASES_A_KILL = 12;
const AGENTS = 8;

describeWithPostgres('gateways that are killed', () => {
  let here: Gateway;
  let token: string;
  const running = new Map<number, ChildProcess>();
  beforeAll(async () => {
    here = await startGateway();
    token = await here.token('agent');
  });
  afterAll(async () => {
    for (const child of running.values()) child.kill('SIGKILL');
    await here?.close();
  });

  function start(port: number): void {
    const child = spawn(
      process.execPath,
      [BIN, 'serve', '--store', here.place, '--port', String(port)],
      {
        cwd: mkdtempSync(join(tmpdir(), 'killed-')),
        env: { ...process.env, THAW_SETUP: 'off', THAW_STORE: '' },
        stdio: 'ignore',
      },
    );
    running.set(port, child);
  }

  let asked = 0;

  /** Asks one gateway after another until one answers. */
  async function ask(path: string, body: unknown): Promise<unknown> {
    for (;;) {
      asked += 1;
      const port = PORTS[asked % PORTS.length];
      try {
        const response = await fetch(`http://127.0.0.1:${port}${path}`, {
          ...{ method: 'POST', body: encode(body) },
          headers: { authorization: `Bearer ${token}` },
        });
        const text = await response.text();
        if (response.status < 500) return decode(text);
      } catch {
        // It was killed, or has not started yet.
      }
      await sleep(50);
    }
  }

  /** An agent that takes what there is until nothing is left; which leases it finished. */
  async function work(isOver: () => Promise<boolean>): Promise<readonly string[]> {
    const { agent } = (await ask(paths.agents, REGISTRATION)) as { readonly agent: string };
    const finished: string[] = [];
    while (!(await isOver())) {
      const claimed = (await ask(paths.claim(agent), { waitMs: 500, lifeMs: null })) as
        | { readonly lease: null }
        | { readonly lease: string; readonly order: Order };
      if (claimed.lease === null) continue;
      const { lease, order } = claimed;
      const [begin, done] = [MESSAGES.begin, MESSAGES.done];
      const ends = order.trials.map(({ trialId }) => ({
        ...{ type: 'end', end: { trialId, how: 'finished' } },
      }));
      const told = (await ask(paths.report(lease), { first: 1, messages: [begin, ...ends] })) as {
        readonly is: string;
      };
      if (told.is === 'lost') continue;
      await ask(paths.beat(lease), { progress: null });
      const end = { first: 2, messages: [...ends, done] };
      const { is } = (await ask(paths.finish(lease), end)) as { readonly is: string };
      if (is === 'taken') finished.push(lease);
    }
    return finished;
  }

  test('no lease is finished twice, none is forgotten, and each has all its messages once', async () => {
    for (const port of PORTS) start(port);
    const sweep = await layDownSweep(here.connections, { trials: 3 });
    // Nobody submitted it: no conductor takes it up, and leases are ours alone.
    await here.connections.run('delete from submissions');
    const ids: string[] = [];
    let isFed = false;
    const open = async () =>
      (await here.connections.one<{ n: number }>(
        `select count(*)::integer as n from leases where state in ('queued', 'running')`,
      ))!.n;
    const isOver = async () => isFed && (await open()) === 0;
    const working = Array.from({ length: AGENTS }, () => work(isOver));
    for (let kill = 0; kill < KILLS; kill += 1) {
      for (let i = 0; i < LEASES_A_KILL; i += 1) ids.push((await layDownLease(here, { sweep })).id);
      await sleep(50 * kill);
      const port = PORTS[kill % PORTS.length]!;
      running.get(port)!.kill('SIGKILL');
      start(port);
      await sleep(1200);
    }
    isFed = true;
    const finished = (await Promise.all(working)).flat();
    expect(new Set(finished).size).toBe(finished.length);

    const leases = await here.connections.all<{ id: string; state: string; job: string }>(
      `select leases.id, leases.state, job.state::text as job
       from leases join thaw_jobs.job on job.id = leases.id::uuid`,
    );
    expect(leases.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    for (const { id, state, job } of leases) {
      // One that was told of to an agent whose gateway died, and that it never heard of, is lost.
      expect(job).toBe(state === 'finished' ? 'completed' : 'failed');
      if (state === 'finished') expect(finished).toContain(id);
    }
    for (const id of finished)
      expect(leases.find((each) => each.id === id)?.state).toBe('finished');
    const wrong = await here.connections.all(
      `select lease_id from messages join leases on leases.id = lease_id
       where leases.state = 'finished'
       group by lease_id having count(*) <> 5 or max(seq) <> 5`,
    );
    expect(wrong).toEqual([]);
    // Most of the work was done, and not merely lost.
    expect(finished.length).toBeGreaterThan(ids.length / 2);
  });
});
