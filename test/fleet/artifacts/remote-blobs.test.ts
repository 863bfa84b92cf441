import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { blobKey, partsOf } from '../../../src/fleet/artifacts/blob-key.js';
import type { Blobs } from '../../../src/fleet/artifacts/blobs.js';
import { askGateway } from '../../../src/fleet/artifacts/client/ask.js';
import { remoteBlobs } from '../../../src/fleet/artifacts/client/remote-blobs.js';
import { blobDriverFor } from '../../../src/fleet/artifacts/drivers/index.js';
import {
  type ArtifactHandler,
  createArtifactHandler,
} from '../../../src/fleet/artifacts/http/artifact-handler.js';
import {
  type ArtifactStore,
  openArtifactStore,
} from '../../../src/fleet/artifacts/store/artifact-store.js';
import { localBlobs } from '../../../src/fleet/artifacts/store/local-blobs.js';
import type { Connections } from '../../../src/store/postgres/sql.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { fleetDatabase } from '../fleet-database.js';
import { sha256 } from './bytes.js';
import { type Served, serve } from './serve.js';

const QUICK = { patience: { tries: 3, waitMs: 10, mostMs: 20 }, stallMs: 2000 };

describeWithPostgres('artifacts as files, through a gateway', () => {
  let sql: Connections;
  let store: ArtifactStore;
  let served: Served;
  let blobs: Blobs;
  /** Stands before the handler for one request. */
  let before: ArtifactHandler | null = null;
  let here: string;
  const root = mkdtempSync(join(tmpdir(), 'artifacts-'));

  beforeAll(async () => {
    sql = await fleetDatabase();
    const place = await blobDriverFor(root).open(root, {});
    store = openArtifactStore({ sql, place, mostBytes: 50_000_000 });
    const handle = createArtifactHandler({ store, mostBytes: 50_000_000 });
    served = await serve(async (...asked) => {
      const first = before;
      before = null;
      return (await first?.(...asked)) || handle(...asked);
    });
    blobs = remoteBlobs(
      askGateway(`${served.url}/`, () => 'ours:agent'),
      QUICK,
    );
  });
  afterAll(async () => {
    await served.close();
    await sql.close();
  });
  beforeEach(() => {
    here = mkdtempSync(join(tmpdir(), 'here-'));
    before = null;
  });

  function fileOf(bytes: Buffer) {
    const path = join(here, 'file');
    writeFileSync(path, bytes);
    return { path, digest: sha256(bytes) };
  }
  const since = (asked: number) => served.asked.slice(asked).map((line) => line.split(' ')[0]);

  test('a file is sent once, and comes back as it was', async () => {
    const bytes = randomBytes(3_000_000);
    const { path, digest } = fileOf(bytes);
    expect(await blobs.has(digest)).toBe(false);
    const [first, told] = [served.asked.length, [] as number[]];
    await blobs.put(path, digest, { progress: (done) => told.push(done) });
    await blobs.put(path, digest);
    expect(since(first)).toEqual(['HEAD', 'PUT', 'HEAD']);
    expect(told.at(-1)).toBe(3_000_000);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    await blobs.get(digest, join(here, 'deep', 'copy'));
    expect(readFileSync(join(here, 'deep', 'copy')).equals(bytes)).toBe(true);
    expect(existsSync(join(here, 'deep', 'copy.part'))).toBe(false);
  });

  test('bytes may come in chunks of any size, be it none', async () => {
    const chunks = [0, 1, 0, 300_000, 0, 0, 200_000, 5, 0].map((length) => randomBytes(length));
    const bytes = Buffer.concat(chunks);
    async function* each() {
      yield* chunks;
    }
    await blobs.putBytes({ total: bytes.length, bytes: each }, sha256(bytes));
    await blobs.get(sha256(bytes), join(here, 'copy'));
    expect(readFileSync(join(here, 'copy')).equals(bytes)).toBe(true);
  });

  test('an empty file is a file', async () => {
    const { path, digest } = fileOf(Buffer.alloc(0));
    await blobs.put(path, digest);
    await blobs.get(digest, join(here, 'copy'));
    expect(readFileSync(join(here, 'copy'))).toHaveLength(0);
  });

  test('a gateway itself has the same files, without HTTP', async () => {
    const bytes = randomBytes(100_000);
    const { path, digest } = fileOf(bytes);
    const own = localBlobs(store, 'ours');
    await own.put(path, digest);
    expect(await blobs.has(digest)).toBe(true);
    await own.get(digest, join(here, 'copy'));
    expect(readFileSync(join(here, 'copy')).equals(bytes)).toBe(true);
    expect(await localBlobs(store, 'theirs').has(digest)).toBe(false);
  });

  test('a download that was cut off goes on where it was', async () => {
    const bytes = randomBytes(4_000_000);
    const { path, digest } = fileOf(bytes);
    await blobs.put(path, digest);
    before = async (_, response) => {
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 1_500_000), () => setTimeout(() => response.destroy(), 50));
      return true;
    };
    const ranges: (string | undefined)[] = [];
    served.server.on('request', ({ headers }) => ranges.push(headers.range));
    await blobs.get(digest, join(here, 'copy'));
    expect(readFileSync(join(here, 'copy')).equals(bytes)).toBe(true);
    expect(ranges).toHaveLength(2);
    expect(ranges[1]).toMatch(/^bytes=\d{4,}-$/);
  });

  test.each([
    ['of other bytes', () => randomBytes(1000)],
    ['longer than the whole', () => randomBytes(9000)],
    ['whole', (bytes: Buffer) => bytes],
    ['empty', () => Buffer.alloc(0)],
  ])('a part that lay there may be %s', async (_, part) => {
    const bytes = randomBytes(5000);
    const { path, digest } = fileOf(bytes);
    await blobs.put(path, digest);
    writeFileSync(join(here, 'copy.part'), part(bytes));
    await blobs.get(digest, join(here, 'copy'));
    expect(readFileSync(join(here, 'copy')).equals(bytes)).toBe(true);
  });

  test('a gateway that cannot now is asked again; one that says no is not', async () => {
    const { path, digest } = fileOf(randomBytes(1000));
    before = async (_, response) => Boolean(response.writeHead(503).end());
    await blobs.put(path, digest);
    expect(await blobs.has(digest)).toBe(true);
    const first = served.asked.length;
    await expect(blobs.get(sha256(randomBytes(3)), join(here, 'none'))).rejects.toMatchObject({
      fault: 'missing',
      message: expect.stringMatching(/^There is no artifact [0-9a-f]{64}\.$/),
    });
    expect(since(first)).toEqual(['GET']);
    expect(existsSync(join(here, 'none'))).toBe(false);
  });

  test('a file that changed since it was hashed is refused at once', async () => {
    const { path, digest } = fileOf(randomBytes(1000));
    writeFileSync(path, randomBytes(1000));
    const first = served.asked.length;
    await expect(blobs.put(path, digest)).rejects.toMatchObject({ fault: 'wrong' });
    expect(since(first)).toEqual(['HEAD', 'PUT']);
  });

  test('nobody there is told with the reason, after all tries', async () => {
    const gone = await serve(async () => false);
    await gone.close();
    const nobody = remoteBlobs(
      askGateway(gone.url, () => 'x'),
      QUICK,
    );
    await expect(nobody.has(sha256(Buffer.from('x')))).rejects.toMatchObject({
      code: 'E_FETCH',
      message: expect.stringMatching(/could not be asked for: .*ECONNREFUSED.*tried 3 times/),
    });
  });

  test('a transfer ends when it is told to', async () => {
    const { path, digest } = fileOf(randomBytes(1000));
    const stop = new AbortController();
    before = async () => {
      stop.abort(new Error('no more'));
      return true;
    };
    await expect(blobs.put(path, digest, { signal: stop.signal })).rejects.toThrow('no more');
  });

  test('keys are set by users and found by agents', async () => {
    const { path, digest } = fileOf(randomBytes(1000));
    const key = sha256(randomBytes(9));
    const user = remoteBlobs(
      askGateway(served.url, () => 'ours:user'),
      QUICK,
    );
    expect(await blobs.find('data', key)).toBeNull();
    await user.put(path, digest);
    await user.link('data', key, digest);
    expect(await blobs.find('data', key)).toBe(digest);
    await expect(blobs.link('data', key, digest)).rejects.toThrow(/role user/);
    rmSync(join(root, ...partsOf(blobKey('ours', digest))));
    expect(await blobs.find('data', key)).toBeNull();
  });
});
