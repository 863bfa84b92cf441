import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blobKey, partsOf } from '../../../src/fleet/artifacts/blob-key.js';
import { blobDriverFor } from '../../../src/fleet/artifacts/drivers/index.js';
import { createArtifactHandler } from '../../../src/fleet/artifacts/http/artifact-handler.js';
import { openArtifactStore } from '../../../src/fleet/artifacts/store/artifact-store.js';
import { decode, encode } from '../../../src/store/gateway/wire.js';
import type { Connections } from '../../../src/store/postgres/sql.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { fleetDatabase } from '../fleet-database.js';
import { sha256 } from './bytes.js';
import { type Served, serve } from './serve.js';

const MOST = 5_000_000;

describeWithPostgres('artifacts over HTTP', () => {
  let sql: Connections;
  let served: Served;
  const root = mkdtempSync(join(tmpdir(), 'artifacts-'));

  beforeAll(async () => {
    sql = await fleetDatabase();
    const place = await blobDriverFor(root).open(root, {});
    const store = openArtifactStore({ sql, place, mostBytes: MOST });
    served = await serve(createArtifactHandler({ store, mostBytes: MOST, stallMs: 300 }));
  });
  afterAll(async () => {
    await served.close();
    await sql.close();
  });

  const ask = (path: string, init: RequestInit = {}, token = 'ours:user') =>
    fetch(`${served.url}${path}`, {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${token}` },
    });
  const put = (bytes: Buffer, digest = sha256(bytes), token = 'ours:user') =>
    ask(`/v1/artifacts/${digest}`, { method: 'PUT', body: new Uint8Array(bytes) }, token);
  const errorOf = async (response: Response) =>
    (decode(await response.text()) as { error: { code: string; message: string } }).error;
  const lying = () => readdirSync(root, { recursive: true, encoding: 'utf8' });
  const rows = () => sql.all('select digest from artifacts');

  test('what was put is there, as it was, for HEAD and GET', async () => {
    const bytes = randomBytes(1_000_000);
    const path = `/v1/artifacts/${sha256(bytes)}`;
    expect((await ask(path, { method: 'HEAD' })).status).toBe(404);
    expect((await put(bytes)).status).toBe(201);
    const head = await ask(path, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '1000000']);
    const got = await ask(path, {}, 'ours:agent');
    expect(sha256(Buffer.from(await got.arrayBuffer()))).toBe(sha256(bytes));
    expect((await put(bytes)).status).toBe(201);
  });

  test('a range from a byte on resumes what was cut off', async () => {
    const bytes = randomBytes(10_000);
    await put(bytes);
    const path = `/v1/artifacts/${sha256(bytes)}`;
    const rest = await ask(path, { headers: { range: 'bytes=9000-' } });
    expect([rest.status, rest.headers.get('content-range')]).toEqual([
      206,
      'bytes 9000-9999/10000',
    ]);
    expect(Buffer.from(await rest.arrayBuffer()).equals(bytes.subarray(9000))).toBe(true);
    const none = await ask(path, { headers: { range: 'bytes=10000-' } });
    expect([none.status, none.headers.get('content-range')]).toEqual([416, 'bytes */10000']);
    for (const range of ['bytes=-5', 'bytes=1-2,4-5', 'lines=4-', `bytes=${'9'.repeat(40)}-`]) {
      expect((await ask(path, { headers: { range } })).status).toBe(200);
    }
  });

  test('bytes of another digest are refused, and nothing stays', async () => {
    const [before, files] = [await rows(), lying().length];
    const refused = await put(randomBytes(100_000), sha256(Buffer.from('others')));
    expect(refused.status).toBe(422);
    expect((await errorOf(refused)).message).toMatch(/100.0 kB came with SHA-256 .*Send it again/);
    expect(await rows()).toEqual(before);
    expect(lying().filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(lying().length).toBeLessThanOrEqual(files + 2);
  });

  test('what is too large is refused before it is sent, or as soon as it is', async () => {
    const bytes = randomBytes(MOST + 1);
    const refused = await put(bytes);
    expect(refused.status).toBe(413);
    expect((await errorOf(refused)).message).toMatch(/5.0 MB at most/);
    // Without a length nobody knows before.
    const status = await chunked(`/v1/artifacts/${sha256(bytes)}`, bytes);
    expect(status).toBe(413);
    expect(await rows()).not.toContainEqual({ digest: sha256(bytes) });
    expect(lying().filter((name) => name.includes(sha256(bytes)))).toEqual([]);
  });

  /** PUT without a length, over Node's own client. */
  function chunked(path: string, bytes: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(`${served.url}${path}`, {
        method: 'PUT',
        headers: { authorization: 'Bearer ours:user', 'transfer-encoding': 'chunked' },
      });
      request.on('response', (response) => resolve(response.statusCode!));
      request.on('error', reject);
      request.write(bytes);
      request.end();
    });
  }

  test('an upload that stops half, or stands still, leaves nothing', async () => {
    const bytes = randomBytes(100_000);
    const digest = sha256(bytes);
    const head = `PUT /v1/artifacts/${digest} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ours:user\r\ncontent-length: 100000\r\n\r\n`;
    for (const how of ['ends', 'stalls']) {
      const socket = connect(Number(new URL(served.url).port), '127.0.0.1');
      socket.on('error', () => undefined);
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.write(head);
      socket.write(bytes.subarray(0, 60_000));
      await sleep(50);
      if (how === 'ends') socket.destroy();
      await closed;
    }
    await sleep(50);
    expect((await ask(`/v1/artifacts/${digest}`, { method: 'HEAD' })).status).toBe(404);
    expect(lying().filter((name) => name.includes(digest))).toEqual([]);
    expect((await put(bytes)).status).toBe(201);
  });

  test('who does not read on is let go', async () => {
    const bytes = randomBytes(4_900_000);
    await put(bytes);
    const socket = connect(Number(new URL(served.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      `GET /v1/artifacts/${sha256(bytes)} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ours:user\r\n\r\n`,
    );
    let heard = 0;
    socket.once('data', (chunk) => {
      heard = chunk.length;
      socket.pause();
    });
    await sleep(900);
    const open = await new Promise<number>((resolve) =>
      served.server.getConnections((_, count) => resolve(count)),
    );
    socket.destroy();
    expect(heard).toBeGreaterThan(0);
    expect(open).toBeLessThan(10);
  });

  test('a blob that was damaged where it lies never passes for whole', async () => {
    const bytes = randomBytes(500_000);
    await put(bytes);
    const path = join(root, ...partsOf(blobKey('ours', sha256(bytes))));
    const other = Buffer.from(bytes);
    other[499_000]! ^= 1;
    writeFileSync(path, other);
    const got = await ask(`/v1/artifacts/${sha256(bytes)}`);
    // Its last bytes are never sent.
    await expect(got.arrayBuffer()).rejects.toThrow();
    truncateSync(path, 499_999);
    expect((await ask(`/v1/artifacts/${sha256(bytes)}`)).status).toBe(404);
    expect((await put(bytes)).status).toBe(201);
    expect((await (await ask(`/v1/artifacts/${sha256(bytes)}`)).arrayBuffer()).byteLength).toBe(
      500_000,
    );
  });

  test('a small one that is damaged is answered with why', async () => {
    const bytes = randomBytes(500);
    await put(bytes);
    writeFileSync(join(root, ...partsOf(blobKey('ours', sha256(bytes)))), randomBytes(500));
    const got = await ask(`/v1/artifacts/${sha256(bytes)}`);
    expect(got.status).toBe(500);
    expect((await errorOf(got)).message).toMatch(/not as it was put there/);
  });

  test('a key leads to a digest, set by users alone', async () => {
    const bytes = randomBytes(10);
    const [digest, key] = [sha256(bytes), sha256(randomBytes(4))];
    const path = `/v1/keys/data/${key}`;
    const body = encode({ digest });
    expect((await ask(path)).status).toBe(404);
    expect((await ask(path, { method: 'PUT', body })).status).toBe(404);
    await put(bytes);
    expect((await ask(path, { method: 'PUT', body }, 'ours:agent')).status).toBe(403);
    expect((await ask(path, { method: 'PUT', body })).status).toBe(200);
    expect(decode(await (await ask(path, {}, 'ours:agent')).text())).toEqual({ digest });
    expect((await ask(`/v1/keys/weights/${key}`)).status).toBe(404);
  });

  test('nothing of another team is there', async () => {
    const bytes = randomBytes(100);
    const [digest, key] = [sha256(bytes), sha256(randomBytes(4))];
    await put(bytes);
    await ask(`/v1/keys/data/${key}`, { method: 'PUT', body: encode({ digest }) });
    for (const path of [`/v1/artifacts/${digest}`, `/v1/keys/data/${key}`]) {
      expect((await ask(path, {}, 'theirs:user')).status).toBe(404);
    }
    const link = await ask(
      `/v1/keys/data/${key}`,
      { method: 'PUT', body: encode({ digest }) },
      'theirs:user',
    );
    expect(link.status).toBe(404);
  });

  test.each([
    '/v1/artifacts/',
    '/v1/artifacts/..%2f..%2fetc%2fpasswd',
    `/v1/artifacts/${'A'.repeat(64)}`,
    `/v1/artifacts/${'a'.repeat(63)}`,
    `/v1/artifacts/${'a'.repeat(65)}`,
    `/v1/keys/data/..`,
    `/v1/keys/__proto__/${'a'.repeat(64)}`,
    `/v1/keys/other/${'a'.repeat(64)}`,
  ])('no path is made of %s', async (path) => {
    const before = lying();
    const body = encode({ digest: 'a'.repeat(64) });
    for (const init of [{}, { method: 'PUT', body }]) {
      expect((await ask(path, init)).status).toBe(404);
    }
    expect(lying()).toEqual(before);
  });

  test.each([
    '',
    '[',
    '{}',
    encode({ digest: 'x' }),
    encode({ digest: '/etc/passwd' }),
    encode({}),
    'x'.repeat(99_999),
  ])('a key is not set by the body %j', async (body) => {
    const response = await ask(`/v1/keys/data/${'a'.repeat(64)}`, { method: 'PUT', body });
    expect(response.status).toBe(400);
    expect((await errorOf(response)).code).toBe('E_ARTIFACT');
  });

  test('other methods and addresses are told apart', async () => {
    expect((await ask(`/v1/artifacts/${'a'.repeat(64)}`, { method: 'DELETE' })).status).toBe(405);
    expect(await (await ask('/v1/sweeps')).text()).toBe('another');
    expect(await (await ask('/v1/artifacts')).text()).toBe('another');
  });
});
