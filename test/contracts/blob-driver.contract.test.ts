import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { blobKey } from '../../src/fleet/artifacts/blob-key.js';
import type { BlobPlace } from '../../src/fleet/artifacts/drivers/driver.js';
import { blobDriverFor, blobDrivers } from '../../src/fleet/artifacts/drivers/index.js';
import { bytesOf, failingAfter, inChunks } from '../fleet/artifacts/bytes.js';
import { sharedMoto, stopMoto } from '../fleet/artifacts/moto.js';

/** A fresh place of each kind; null: this machine has nothing to keep it in. */
const FRESH: Readonly<Record<string, () => Promise<BlobPlace | null>>> = {
  folder: () => open(mkdtempSync(join(tmpdir(), 'blobs-'))),
  async s3() {
    const moto = await sharedMoto();
    return moto && open(await moto.bucket(), moto.env);
  },
};

afterAll(stopMoto);

function open(place: string, env = {}): Promise<BlobPlace> {
  return blobDriverFor(place).open(place, env);
}

test('every kind of place is under this contract', () => {
  expect(Object.keys(FRESH)).toEqual(blobDrivers.map(({ type }) => type));
});

describe.each(blobDrivers.map(({ type }) => type))('%s', (type) => {
  const withPlace = (title: string, act: (place: BlobPlace) => Promise<void>) =>
    test(title, async ({ skip }) => {
      const place = await FRESH[type]!();
      if (place) await act(place);
      else skip('nothing here keeps such blobs');
    });

  withPlace('gives back what was written, from any byte on', async (place) => {
    const bytes = randomBytes(3_000_001);
    const key = keyOf(bytes);
    expect(await place.write(key, inChunks(bytes, 65_536))).toBe(bytes.length);
    expect(await place.size(key)).toBe(bytes.length);
    for (const from of [0, 1, 1_500_000, 3_000_000]) {
      expect((await bytesOf(await place.read(key, from))).equals(bytes.subarray(from))).toBe(true);
    }
  });

  withPlace('keeps an empty blob', async (place) => {
    const key = keyOf(Buffer.alloc(0));
    await place.write(key, inChunks(Buffer.alloc(0), 1));
    expect(await place.size(key)).toBe(0);
    expect(await bytesOf(await place.read(key, 0))).toHaveLength(0);
  });

  withPlace('knows nothing of a blob that nobody wrote', async (place) => {
    const key = keyOf(Buffer.from('nobody'));
    expect(await place.size(key)).toBeNull();
    await expect(place.read(key, 0)).rejects.toMatchObject({ fault: 'missing' });
    await place.remove(key);
  });

  withPlace('shows nothing of bytes that fail, be it after the last', async (place) => {
    for (const length of [0, 1000, 20_000_000]) {
      const bytes = randomBytes(length);
      const key = keyOf(bytes);
      const why = `no more after ${length}`;
      await expect(place.write(key, failingAfter(bytes, why))).rejects.toThrow(why);
      expect(await place.size(key)).toBeNull();
      expect(await all(place)).toEqual([]);
    }
  });

  withPlace('leaves what was there where a second write fails', async (place) => {
    const bytes = randomBytes(1000);
    const key = keyOf(bytes);
    await place.write(key, inChunks(bytes, 100));
    await expect(place.write(key, failingAfter(randomBytes(50), 'cut off'))).rejects.toThrow();
    expect((await bytesOf(await place.read(key, 0))).equals(bytes)).toBe(true);
  });

  withPlace('is written to by many at once, the same and others', async (place) => {
    const blobs = Array.from({ length: 6 }, () => randomBytes(200_000));
    const twice = [...blobs, ...blobs];
    await Promise.all(twice.map((bytes) => place.write(keyOf(bytes), inChunks(bytes, 9_999))));
    for (const bytes of blobs) {
      expect((await bytesOf(await place.read(keyOf(bytes), 0))).equals(bytes)).toBe(true);
    }
    expect(await all(place)).toHaveLength(6);
  });

  withPlace('keeps teams apart, lists all, and removes one', async (place) => {
    const bytes = randomBytes(100);
    const keys = ['red', 'blue'].map((team) => keyOf(bytes, team));
    for (const key of keys) await place.write(key, inChunks(bytes, 10));
    const before = Date.now();
    const listed = await all(place);
    expect(listed.map(({ key }) => key)).toEqual(expect.arrayContaining(keys));
    expect(listed.every((each) => each.bytes === 100)).toBe(true);
    expect(listed.every(({ writtenAt }) => Math.abs(before - writtenAt) < 60_000)).toBe(true);
    await place.remove(keys[0]!);
    expect(await all(place)).toMatchObject([{ key: keys[1] }]);
  });

  withPlace('clears nothing that is whole', async (place) => {
    const bytes = randomBytes(100);
    await place.write(keyOf(bytes), inChunks(bytes, 10));
    await place.clearUnfinished(0);
    expect(await place.size(keyOf(bytes))).toBe(100);
  });
});

test('what names no place of any kind is refused, with those that there are', () => {
  for (const place of ['', 'relative/path', 'ftp://host/x', 'C:relative']) {
    expect(() => blobDriverFor(place)).toThrow(/Artifacts are kept in .*absolute/);
  }
});

function keyOf(bytes: Uint8Array, team = 'ours') {
  return blobKey(team, createHash('sha256').update(bytes).digest('hex'));
}

async function all(place: BlobPlace) {
  const found = [];
  for await (const blob of place.list()) found.push(blob);
  return found;
}
