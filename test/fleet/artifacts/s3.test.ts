import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { blobKey } from '../../../src/fleet/artifacts/blob-key.js';
import { readAddress } from '../../../src/fleet/artifacts/drivers/s3/address.js';
import { findCredentials } from '../../../src/fleet/artifacts/drivers/s3/credentials.js';
import { s3 } from '../../../src/fleet/artifacts/drivers/s3.js';
import { bytesOf, failingAfter, inChunks, sha256 } from './bytes.js';
import { sharedMoto, stopMoto } from './moto.js';
import { serve } from './serve.js';

afterAll(stopMoto);

describe('an s3:// place', () => {
  test.each([
    ['s3://my-bucket', {}, 'https://my-bucket.s3.us-east-1.amazonaws.com', ''],
    [
      's3://my-bucket/a/b/',
      { AWS_REGION: 'eu-central-1' },
      'https://my-bucket.s3.eu-central-1.amazonaws.com',
      'a/b/',
    ],
    [
      's3://b12?endpoint=http://minio:9000/&region=here',
      { AWS_REGION: 'x' },
      'http://minio:9000/b12',
      '',
    ],
    ['s3://b12/x', { AWS_ENDPOINT_URL: 'https://ceph.lab' }, 'https://ceph.lab/b12', 'x/'],
  ])('%s with %j is at %s, below %j', (place, env, url, prefix) => {
    expect(readAddress(place, env)).toMatchObject({ url, prefix });
  });

  test.each([
    's3://',
    's3://Bucket_Name',
    's3://b12?endpoint=nowhere',
    's3://b12?endpoint=ftp://x',
    's3://b12?region=eu central',
    's3://b12?key=x',
  ])('%s is refused', (place) => {
    expect(() => readAddress(place, {})).toThrow(expect.objectContaining({ code: 'E_USAGE' }));
  });

  test.each(['s3://id:hush@b12/x', 's3://b12?endpoint=https://id:hush@x'])(
    'holds no secret, and what is said of one does not either: %s',
    (place) => {
      expect(() => readAddress(place, {})).toThrow(/key/);
      expect(() => readAddress(place, {})).not.toThrow(/hush/);
    },
  );
});

describe('a key for S3', () => {
  const keyOf = (id: string) => ({ accessKeyId: id, secretAccessKey: `${id}-secret` });

  test('is that of the environment, before any file', async () => {
    const env = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'a-secret' };
    expect(await findCredentials({ ...env, AWS_SHARED_CREDENTIALS_FILE: '/nowhere' })).toEqual(
      keyOf('a'),
    );
    expect(await findCredentials({ ...env, AWS_SESSION_TOKEN: 't' })).toEqual({
      ...keyOf('a'),
      sessionToken: 't',
    });
  });

  test('is that of a profile, as it is in the file now', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'aws-')), 'credentials');
    const section = (name: string, id: string) =>
      `[${name}]\r\naws_access_key_id = ${id}\n# no\nAWS_SECRET_ACCESS_KEY=${id}-secret \n`;
    writeFileSync(file, `${section('default', 'd')}\n${section('lab', 'l')}`);
    const env = { AWS_SHARED_CREDENTIALS_FILE: file };
    expect(await findCredentials(env)).toEqual(keyOf('d'));
    expect(await findCredentials({ ...env, AWS_PROFILE: 'lab' })).toEqual(keyOf('l'));
    writeFileSync(file, section('default', 'new'));
    expect(await findCredentials(env)).toEqual(keyOf('new'));
    await expect(findCredentials({ ...env, AWS_PROFILE: 'lab' })).rejects.toThrow(
      /profile "lab" in .*credentials/,
    );
  });
});

describe('a service like S3', () => {
  const withMoto = (
    title: string,
    act: (place: string, env: Record<string, string>, url: string) => Promise<void>,
  ) =>
    test(title, async ({ skip }) => {
      const moto = await sharedMoto();
      if (moto) await act(await moto.bucket(), moto.env, moto.url);
      else skip('THAW_MOTO names no moto_server');
    });

  withMoto('takes what is larger than a part, and gives it back', async (place, env) => {
    const blobs = await s3.open(place, env);
    for (const length of [32, 33].map((mebibytes) => mebibytes * 2 ** 20)) {
      const bytes = randomBytes(length);
      const key = blobKey('ours', sha256(bytes));
      expect(await blobs.write(key, inChunks(bytes, 1_000_003))).toBe(length);
      expect(sha256(await bytesOf(await blobs.read(key, 0)))).toBe(sha256(bytes));
    }
  });

  withMoto('keeps no part of what was cut off', async (place, env, url) => {
    const blobs = await s3.open(place, env);
    const bytes = randomBytes(40 * 2 ** 20);
    const key = blobKey('ours', sha256(bytes));
    await expect(blobs.write(key, failingAfter(bytes, 'cut'))).rejects.toThrow('cut');
    const bucket = new URL(place).host;
    const uploads = async () => (await fetch(`${url}/${bucket}?uploads`)).text();
    expect(await uploads()).not.toContain('<UploadId>');

    // As a gateway leaves it that was killed.
    const name = `deep/inside/ours/${sha256(bytes).slice(0, 2)}/${sha256(bytes)}`;
    await fetch(`${url}/${bucket}/${name}?uploads`, { method: 'POST' });
    expect(await uploads()).toContain('<UploadId>');
    // It says of each that it began in 2010.
    await blobs.clearUnfinished(100 * 365 * 86_400_000);
    expect(await uploads()).toContain('<UploadId>');
    await blobs.clearUnfinished(3_600_000);
    expect(await uploads()).not.toContain('<UploadId>');
  });

  withMoto('lists more than fit on a page', async (place, env) => {
    const blobs = await s3.open(place, env);
    const keys = Array.from({ length: 1100 }, (_, n) =>
      blobKey('ours', sha256(Buffer.from(String(n)))),
    );
    for (let at = 0; at < keys.length; at += 50) {
      await Promise.all(
        keys.slice(at, at + 50).map((key) => blobs.write(key, inChunks(Buffer.from('x'), 1))),
      );
    }
    const listed = new Set<string>();
    for await (const { key } of blobs.list()) listed.add(key.digest);
    expect(listed.size).toBe(1100);
  });

  withMoto('is looked for when it is opened, not in the middle', async (place, env) => {
    const other = place.replace(/b-[0-9a-f-]+/, 'no-such-bucket');
    await expect(s3.open(other, env)).rejects.toThrow(/NoSuchBucket/);
  });
});

test('a service that is away for a moment is asked again; one that says no is not', async () => {
  const answers = [503, 500, 200, 403];
  const served = await serve(async (_, response) =>
    Boolean(response.writeHead(answers.shift() ?? 403).end()),
  );
  const env = { AWS_ACCESS_KEY_ID: 'some-id', AWS_SECRET_ACCESS_KEY: 'hush' };
  const blobs = await s3.open(`s3://bucket?endpoint=${served.url}`, env);
  expect(served.asked).toHaveLength(3);
  const writing = blobs.write(blobKey('ours', 'a'.repeat(64)), inChunks(Buffer.from('x'), 1));
  await expect(writing).rejects.toThrow(/answered HTTP status 403.*read, write and delete/);
  await expect(writing).rejects.not.toThrow(/hush|some-id/);
  expect(served.asked).toHaveLength(4);
  await served.close();
});

test('requests are signed as AWS says, with what they hold', async () => {
  const heard: Record<string, string | string[] | undefined>[] = [];
  const server = createServer((request, response) => {
    heard.push(request.headers);
    request.resume().on('end', () => response.end());
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  const env = {
    AWS_ACCESS_KEY_ID: 'some-id',
    AWS_SECRET_ACCESS_KEY: 'hush',
    AWS_REGION: 'eu-west-1',
  };
  const blobs = await s3.open(`s3://bucket?endpoint=http://127.0.0.1:${port}`, env);
  await blobs.write(blobKey('ours', 'a'.repeat(64)), inChunks(Buffer.from('abc'), 1));
  expect(heard[1]).toMatchObject({
    'content-length': '3',
    'x-amz-content-sha256': sha256(Buffer.from('abc')),
    authorization: expect.stringMatching(
      /^AWS4-HMAC-SHA256 Credential=some-id\/\d{8}\/eu-west-1\/s3\/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=[0-9a-f]{64}$/,
    ),
  });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
