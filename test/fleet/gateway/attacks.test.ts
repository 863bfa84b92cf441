import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { paths } from '../../../src/fleet/protocol/api.js';
import { encode } from '../../../src/store/gateway/wire.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { BEAT, FAILURE, MESSAGES, REGISTRATION } from '../protocol/examples.js';
import {
  type Gateway,
  keptMessages,
  layDownLease,
  layDownSweep,
  leaseRow,
  startGateway,
} from './start-gateway.js';

const NOW = { waitMs: 0, lifeMs: null };

describeWithPostgres('a gateway under attack', () => {
  let gateway: Gateway;
  let agentToken: string;
  let userToken: string;
  beforeAll(async () => {
    gateway = await startGateway(undefined, { stalledMs: 1000 });
    agentToken = await gateway.token('agent');
    userToken = await gateway.token('user');
  });
  afterAll(async () => {
    expect(gateway.faults).toEqual([]);
    await gateway?.close();
  });

  async function raw(path: string, body: string, init: RequestInit = {}) {
    const response = await fetch(`${gateway.address}${path}`, {
      ...{ method: 'POST', headers: { authorization: `Bearer ${agentToken}` }, body },
      ...init,
    });
    return { status: response.status, text: await response.text() };
  }

  async function claimed(team: string, token: string) {
    const lease = await layDownLease(gateway, { team });
    const agent = await gateway.agent(token);
    await gateway.ask(paths.claim(agent), token, NOW);
    expect((await leaseRow(gateway.connections, lease.id)).state).toBe('running');
    return { ...lease, agent };
  }

  test("of another team's agents, leases and sweeps there is nothing to be seen or changed", async () => {
    const red = await gateway.token('agent', 'red');
    const { id, agent, sweepId } = await claimed('red', red);
    const told = { first: 1, messages: [MESSAGES.begin] };
    const asks: readonly (readonly [string, unknown])[] = [
      [paths.claim(agent), NOW],
      [paths.leave(agent), {}],
      [paths.beat(id), BEAT],
      [paths.report(id), told],
      [paths.finish(id), { first: 1, messages: [MESSAGES.begin, MESSAGES.done] }],
      [paths.fail(id), FAILURE],
    ];
    for (const [path, body] of asks) {
      const theirs = await gateway.ask(path, agentToken, body);
      expect(theirs.status, path).toBe(404);
      const none = await gateway.ask(path.replace(/[0-9a-f-]{36}/, randomUUID()), agentToken, body);
      expect(none).toEqual(theirs);
    }
    const wish = await gateway.ask(paths.wish(sweepId), userToken, { wanted: 'cancel' });
    expect(wish.status).toBe(404);
    expect(await leaseRow(gateway.connections, id)).toMatchObject({ state: 'running' });
    expect(await keptMessages(gateway.connections, id)).toEqual([]);
    expect(JSON.stringify((await gateway.ask(paths.fleet, userToken)).body)).not.toContain(agent);
  });

  test('a token of the other role is told so', async () => {
    const sweep = await layDownSweep(gateway.connections);
    expect((await gateway.ask(paths.agents, userToken, REGISTRATION)).status).toBe(403);
    expect((await gateway.ask(paths.fleet, agentToken)).status).toBe(403);
    expect((await gateway.ask(paths.wish(sweep.sweepId), agentToken, {})).status).toBe(403);
  });

  test('nothing is answered without a token but that the gateway lives', async () => {
    for (const path of [paths.fleet, '/v1/nothing', '/', '/v1/leases/x/beat']) {
      expect((await fetch(`${gateway.address}${path}`)).status, path).toBe(401);
    }
    expect((await fetch(`${gateway.address}/healthz`)).status).toBe(200);
    expect((await fetch(`${gateway.address}/readyz`)).status).toBe(200);
  });

  test('addresses that are none lead nowhere', async () => {
    const ids = ['x', '..', '%2e%2e', "'; drop table leases; --", '1', `${randomUUID()}x`, '%00'];
    for (const id of ids) {
      const path = `/v1/leases/${encodeURIComponent(id)}/beat`;
      expect((await gateway.ask(path, agentToken, BEAT)).status, path).toBe(404);
    }
    for (const id of ['0', '-1', '1e3', '99999999999999999999', 'NaN']) {
      expect((await gateway.ask(`/v1/sweeps/${id}/wish`, userToken, {})).status, id).toBe(404);
    }
    const method = await raw(paths.agents, '', { method: 'PUT' });
    expect(method.status).toBe(405);
  });

  const chain = (depth: number) =>
    JSON.stringify(Array.from({ length: depth }, (_, i) => (i === depth - 1 ? [] : [i + 1])));
  const fanOut = JSON.stringify([
    Array.from({ length: 1000 }, () => 1),
    Array.from({ length: 1000 }, () => 2),
    Array.from({ length: 1000 }, () => 3),
    7,
  ]);
  const bodies: readonly (readonly [string, string])[] = [
    ['nothing', ''],
    ['no JSON', 'not json'],
    ['half of it', '[{"progress":1'],
    ['a bare number', '7'],
    ['what it is in JSON', '{"progress":null}'],
    ['a prototype', '[{"__proto__":1},{"isAdmin":2},true]'],
    ['a prototype by name', '[{"progress":1},["null","__proto__",2],1]'],
    ['a constructor', '[{"constructor":1},{"prototype":2},{}]'],
    ['itself', '[{"progress":0}]'],
    ['thousands of levels', chain(20_000)],
    ['hundreds of levels', chain(500)],
    ['what multiplies', fanOut],
    ['a list of four thousand million', '[[-7,4294967295]]'],
    ['a program', '[["RegExp","(a+)+$",""]]'],
    ['an object of another class', '[{"progress":1},["Date","2026-01-01T00:00:00.000Z"]]'],
    ['an unknown type', '[["Function","return 1"]]'],
    ['bytes that are none', '[["Uint8Array",1],["ArrayBuffer","%%%"]]'],
    ['wrong indices', '[{"progress":99}]'],
    ['text that is no text', '\ud800'],
  ];

  test.each(bodies)('a body of %s is refused, at once and without a stack', async (_, body) => {
    const lease = randomUUID();
    const since = performance.now();
    for (const path of [paths.beat(lease), paths.report(lease), paths.agents]) {
      const { status, text } = await raw(path, body);
      expect([400, 413]).toContain(status);
      expect(text).not.toMatch(/\.[jt]s\b|node:|at .*\(/);
      expect(JSON.parse(text)).toBeTruthy();
    }
    expect(performance.now() - since).toBeLessThan(2000);
    expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false);
  });

  test('a body that was tampered with is refused or taken for what it says, and breaks nothing', async () => {
    const lease = randomUUID();
    const told = { first: 1, messages: Object.values(MESSAGES) };
    const targets = [
      [paths.agents, encode(REGISTRATION)],
      [paths.beat(lease), encode(BEAT)],
      [paths.report(lease), encode(told)],
      [paths.fail(lease), encode(FAILURE)],
    ] as const;
    const junk = fc.oneof(
      fc.string({ maxLength: 3 }),
      fc.constantFrom('0', '-1', '-7', '1e309', 'null', '"__proto__":', '["Map",1,1],', '[[', '}'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...targets),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat({ max: 4 }),
        junk,
        async ([path, body], where, length, text) => {
          const at = Math.floor(where * body.length);
          const tampered = body.slice(0, at) + text + body.slice(at + length);
          expect([200, 400, 404, 413]).toContain((await raw(path, tampered)).status);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('a body of many mistakes is told of several at once', async () => {
    const { status, body } = await gateway.ask(paths.agents, agentToken, { name: 7 });
    expect(status).toBe(400);
    const { error } = body as { readonly error: { readonly message: string } };
    expect(error.message).toContain('name');
    expect(error.message).toContain('machine');
    expect(error.message).toContain('provenance');
  });

  test('bodies that are too large are not read to their end', async () => {
    const large = 'x'.repeat(200_000);
    expect((await raw(paths.beat(randomUUID()), large)).status).toBe(413);
    async function* endless() {
      for (;;) yield Buffer.alloc(10_000, 'x');
    }
    const sent = raw(paths.beat(randomUUID()), '', {
      body: endless() as never,
      duplex: 'half',
    } as RequestInit);
    await expect(sent.then(({ status }) => status).catch(() => 413)).resolves.toBe(413);
    const { first, messages } = { first: 1, messages: Array(1001).fill(MESSAGES.begin) };
    expect((await raw(paths.report(randomUUID()), encode({ first, messages }))).status).toBe(400);
  });

  /** What the server says to bytes, until it hangs up or falls silent. */
  function exchange(text: string, silentMs = 1500): Promise<string> {
    return new Promise((resolve) => {
      let said = '';
      const socket = connect(gateway.port, '127.0.0.1', () => socket.write(text));
      socket.setTimeout(silentMs, () => socket.destroy());
      socket.on('data', (chunk) => {
        said += String(chunk);
      });
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(said));
    });
  }

  test('requests whose length is told in two ways are refused', async () => {
    const head = `POST ${paths.agents} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${agentToken}\r\n`;
    const smuggled = [
      `${head}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x`,
      `${head}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      `${head}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
      `${head}X: ${'a'.repeat(20_000)}\r\n\r\n`,
      'not http at all\r\n\r\n',
    ];
    for (const text of smuggled) expect(await exchange(text)).toMatch(/^HTTP\/1\.1 4\d\d /);
  });

  test('who sends a body drop by drop is cut off, and keeps nobody else waiting', async () => {
    const { id } = await claimed('blue', agentToken);
    const slow = exchange(
      `POST ${paths.beat(id)} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${agentToken}\r\nContent-Length: 50\r\n\r\n{`,
      5000,
    );
    const since = performance.now();
    expect((await gateway.ask(paths.beat(id), agentToken, BEAT)).status).toBe(200);
    expect(performance.now() - since).toBeLessThan(1000);
    expect(await slow).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('what a lease was told once is not changed by telling it again otherwise', async () => {
    const { id, trialIds } = await claimed('blue', agentToken);
    const end = (how: string) => ({ type: 'end', end: { trialId: trialIds[0], how } });
    const finish = (how: string) =>
      gateway.ask(paths.finish(id), agentToken, {
        first: 1,
        messages: [MESSAGES.begin, end(how), MESSAGES.done],
      });
    expect((await finish('finished')).body).toEqual({ is: 'taken', verdicts: null });
    expect((await finish('diverged')).body).toEqual({ is: 'taken', verdicts: null });
    const rows = await gateway.connections.all<{ body: string }>(
      'select body from messages where lease_id = $1 order by seq',
      [id],
    );
    expect(rows[1]?.body).toContain('finished');
  });

  test('names are kept as they are, and lead to nothing', async () => {
    const name = `'; drop table agents; -- ${'\u001b'}[31m<script>`;
    const registration = { ...REGISTRATION, name };
    const { status } = await gateway.ask(paths.agents, agentToken, registration);
    expect(status).toBe(200);
    const { body } = await gateway.ask(paths.fleet, userToken);
    expect(JSON.stringify(body)).toContain(JSON.stringify(name).slice(1, -1));
  });
});
