import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { packOf } from '../../../src/assets/packs/pack.js';
import { askGateway } from '../../../src/fleet/artifacts/client/ask.js';
import { remoteBlobs } from '../../../src/fleet/artifacts/client/remote-blobs.js';
import { fillPlace } from '../../../src/fleet/artifacts/inputs/fill-place.js';
import { placeOfWeights, WEIGHTS } from '../../../src/fleet/artifacts/inputs/places.js';
import { encode } from '../../../src/store/gateway/wire.js';
import { bytesOf, sha256 } from './bytes.js';
import { serve } from './serve.js';

const PATIENCE = { tries: 3, waitMs: 10, mostMs: 20 };

/** A gateway that has one file of weights; `half`: sends no more than that of the first request. */
async function gatewayOf(
  weights: Buffer,
  half: (response: ServerResponse, blob: Buffer) => boolean,
) {
  const blob = await bytesOf(packOf([{ name: WEIGHTS, content: weights }]).bytes());
  const ranges: (string | undefined)[] = [];
  const served = await serve(async ({ url, headers }, response) => {
    if (url?.startsWith('/v1/keys/data/')) return false;
    if (url?.startsWith('/v1/keys/')) {
      response.end(encode({ digest: sha256(blob) }));
      return true;
    }
    ranges.push(headers.range);
    if (half(response, blob)) return true;
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': blob.length - from });
    response.end(blob.subarray(from));
    return true;
  });
  return { ...served, ranges, blob };
}

const placeOf = (weights: Buffer, cacheDir: string) =>
  placeOfWeights(
    { architecture: 'resnet18', weights: '/theirs/net.safetensors' },
    sha256(weights),
    cacheDir,
  );

/** The same in a process of its own, by the built program. */
function fetchElsewhere(url: string, weights: Buffer, cacheDir: string) {
  const built = (file: string) =>
    pathToFileURL(join(import.meta.dirname, '../../../dist/fleet/artifacts', file)).href;
  const script = `
    const { askGateway } = await import('${built('client/ask.js')}');
    const { remoteBlobs } = await import('${built('client/remote-blobs.js')}');
    const { fetchInputs } = await import('${built('inputs/fetch-inputs.js')}');
    const blobs = remoteBlobs(askGateway('${url}', () => 'ours:agent'));
    await fetchInputs({
      data: { source: 'cifar10' }, dataDigest: '${'0'.repeat(64)}', weights: '${sha256(weights)}',
      model: { architecture: 'resnet18', weights: '/theirs/net.safetensors' },
    }, { blobs, cacheDir: '${cacheDir}', mostBytes: 1e9 });`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
}

test('what a killed process had fetched is gone on with by the next', async () => {
  const weights = randomBytes(3_000_000);
  const cacheDir = mkdtempSync(join(tmpdir(), 'killed-'));
  let sent = 0;
  const gateway = await gatewayOf(weights, (response, blob) => {
    if (sent > 0) return false;
    sent = 2_000_000;
    response.writeHead(200, { 'content-length': blob.length });
    response.write(blob.subarray(0, sent));
    return true;
  });
  const { place, here } = placeOf(weights, cacheDir);
  const part = `${place!.folder}.tar.part`;
  const child = fetchElsewhere(gateway.url, weights, cacheDir);
  const gone = new Promise((resolve) => child.once('exit', resolve));
  while (!existsSync(part) || statSync(part).size < sent) await sleep(20);
  child.kill('SIGKILL');
  await gone;
  expect(existsSync(`${place!.folder}.lock`)).toBe(true);

  const blobs = remoteBlobs(
    askGateway(gateway.url, () => 'ours:agent'),
    { patience: PATIENCE },
  );
  expect(await fillPlace(place!, { blobs, cacheDir, mostBytes: 1e9 })).toBe('fetched');
  expect(readFileSync(here).equals(weights)).toBe(true);
  expect(gateway.ranges.slice(0, 2)).toEqual([undefined, `bytes=${sent}-`]);
  for (const left of ['.lock', '.tar', '.tar.part']) {
    expect(existsSync(`${place!.folder}${left}`)).toBe(false);
  }
  await gateway.close();
});

test.for([
  ['what is fetched', '2m'],
  ['what is unpacked', '4m'],
] as const)('a disk without room for %s is said to be full', async ([, size], { skip }) => {
  const weights = randomBytes(3_000_000);
  const cacheDir = mkdtempSync(join(tmpdir(), 'full-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', cacheDir], {
      stdio: 'ignore',
    });
  } catch {
    skip('no file system of a size can be mounted here');
  }
  const gateway = await gatewayOf(weights, () => false);
  try {
    const { place } = placeOf(weights, cacheDir);
    const blobs = remoteBlobs(
      askGateway(gateway.url, () => 'x'),
      { patience: PATIENCE },
    );
    const filling = fillPlace(place!, { blobs, cacheDir, mostBytes: 1e9 });
    await expect(filling).rejects.toMatchObject({
      code: 'E_DISK',
      message: expect.stringMatching(
        /the weights \/theirs\/net\.safetensors cannot be kept: ENOSPC.*Free some space/,
      ),
    });
    expect(existsSync(place!.folder)).toBe(false);
    expect(existsSync(`${place!.folder}.lock`)).toBe(false);
    expect(gateway.ranges).toHaveLength(1);
  } finally {
    execFileSync('umount', [cacheDir]);
    await gateway.close();
  }
});
