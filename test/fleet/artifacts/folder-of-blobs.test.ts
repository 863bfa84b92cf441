import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { blobKey, isTeam, keyOfParts, partsOf } from '../../../src/fleet/artifacts/blob-key.js';
import { folder } from '../../../src/fleet/artifacts/drivers/folder.js';
import { inChunks, sha256 } from './bytes.js';

const fresh = () => mkdtempSync(join(tmpdir(), 'blobs-'));
const below = (root: string) => readdirSync(root, { recursive: true, encoding: 'utf8' });

test('a folder may be named as a URL', async () => {
  const root = join(fresh(), 'a b');
  const bytes = randomBytes(10);
  const key = blobKey('ours', sha256(bytes));
  await (await folder.open(pathToFileURL(root).href, {})).write(key, inChunks(bytes, 10));
  expect(await (await folder.open(root, {})).size(key)).toBe(10);
  await expect(folder.open('file://other-machine/x', {})).rejects.toMatchObject({
    code: 'E_USAGE',
  });
});

test('what a killed gateway left goes once it is old, and nothing else does', async () => {
  const root = fresh();
  const place = await folder.open(root, {});
  const bytes = randomBytes(10);
  const key = blobKey('ours', sha256(bytes));
  await place.write(key, inChunks(bytes, 10));
  const path = join(root, ...partsOf(key));
  const parts = ['old', 'new'].map(
    (age, place) => [age, `${path}.${'0000000'}${place}-0000-0000-0000-000000000000.part`] as const,
  );
  for (const [age, part] of parts) {
    writeFileSync(part, 'half');
    const at = new Date(Date.now() - (age === 'old' ? 2 : 0.5) * 3_600_000);
    utimesSync(part, at, at);
  }
  writeFileSync(join(root, 'README'), 'of a person');
  mkdirSync(join(root, 'ours', 'zz'));
  writeFileSync(join(root, 'ours', 'zz', 'notes.part'), 'of a person');
  const before = below(root);
  await place.clearUnfinished(3_600_000);
  const gone = before.filter((name) => !below(root).includes(name));
  expect(gone.map((name) => join(root, name))).toEqual([parts[0]![1]]);
});

test('a full disk is said to be full, and the blob leaves nothing', async ({ skip }) => {
  const root = fresh();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', root], { stdio: 'ignore' });
  } catch {
    skip('no file system of a size can be mounted here');
  }
  try {
    const place = await folder.open(root, {});
    const bytes = randomBytes(3_000_000);
    const writing = place.write(blobKey('ours', sha256(bytes)), inChunks(bytes, 100_000));
    await expect(writing).rejects.toMatchObject({
      fault: 'full',
      message: expect.stringMatching(/does not take another .*ENOSPC.*whoever runs the gateway/),
    });
    expect(below(root).filter((name) => name.length > 64)).toEqual([]);
    const small = randomBytes(100_000);
    expect(await place.write(blobKey('ours', sha256(small)), inChunks(small, 5000))).toBe(100_000);
  } finally {
    execFileSync('umount', [root]);
  }
});

test.each(['', '.', '..', 'a/b', 'Ours', 'a b', '-a', 'a.', 'a\0', 'ü', 'x'.repeat(65), 'a\n'])(
  'no team is called %j',
  (name) => {
    expect(isTeam(name)).toBe(false);
    expect(() => blobKey(name, 'a'.repeat(64))).toThrow(TypeError);
    expect(keyOfParts([name, 'aa', 'a'.repeat(64)])).toBeNull();
  },
);

test('a key is read from its parts, and from no others', () => {
  const key = blobKey('a.team-1_x', 'ab'.repeat(32));
  expect(keyOfParts(partsOf(key))).toEqual(key);
  for (const parts of [
    [],
    ['a'],
    ['a', 'ba', key.digest],
    ['a', '', key.digest],
    ['a', 'ab', `${key.digest}x`],
  ]) {
    expect(keyOfParts(parts)).toBeNull();
  }
});
