import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { unpackTarball } from '../../../src/assets/fetch/tarball.js';
import { FetchError } from '../../../src/core/errors.js';
import { makeTar, makeTarball, type TarEntry } from './make-tarball.js';

const ROOT = mkdtempSync(join(tmpdir(), 'thaw-tar-'));
afterAll(() => rmSync(ROOT, { recursive: true }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(ROOT, 'out-'));
});

function unpack(
  tarball: Buffer,
  choose = (path: string): string | null => path.split('/').at(-1)!,
) {
  const path = join(ROOT, 'file.tgz');
  writeFileSync(path, tarball);
  return unpackTarball(path, folder, choose);
}

describe('unpacking a tarball', () => {
  it('writes chosen files byte for byte, whatever their size', async () => {
    const sizes = [0, 1, 511, 512, 513, 3_000_000];
    const entries = sizes.map((size) => ({ path: `p/${size}`, content: 'x'.repeat(size) }));
    await unpack(makeTarball(entries), (path) => (path === 'p/511' ? null : path.slice(2)));
    expect(readdirSync(folder).sort()).toEqual(['0', '1', '3000000', '512', '513']);
    for (const name of readdirSync(folder)) {
      expect(readFileSync(join(folder, name), 'utf8')).toBe('x'.repeat(Number(name)));
    }
  });

  it('comes to an end whatever follows the end of the tar', async () => {
    const tar = makeTar([{ path: 'p/a', content: '1' }]);
    await unpack(gzipSync(Buffer.concat([tar, Buffer.alloc(1_000_000, 'x')])));
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('knows long names of both kinds', async () => {
    const long = `p/${'n'.repeat(120)}.bin`;
    const record = ` path=${long}\n`;
    const pax = `${record.length + 3}${record}`;
    const asked: string[] = [];
    const entries: TarEntry[] = [
      { path: 'PaxHeader', content: pax, type: 'x' },
      { path: 'short', content: '1' },
      { path: '././@LongLink', content: `${long}2\0`, type: 'L' },
      { path: 'short', content: '2' },
      { path: 'short', content: '3' },
    ];
    await unpack(makeTarball(entries), (path) => {
      asked.push(path);
      return null;
    });
    expect(asked).toEqual([long, `${long}2`, 'short']);
  });

  it('leaves links and folders out', async () => {
    await unpack(
      makeTarball([
        { path: 'p/link', content: '', type: '2' },
        { path: 'p/folder', content: '', type: '5' },
        { path: 'p/file', content: 'x' },
      ]),
    );
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it.each(['../evil', '/etc/evil', 'a/b', '..', '.hidden', 'a\\b', ''])(
    'never writes to %j: a name is not a path',
    async (name) => {
      const refused = unpack(makeTarball([{ path: name, content: 'x' }]), () => name);
      await expect(refused).rejects.toThrow('no plain file name');
    },
  );

  const whole = makeTar([{ path: 'p/file', content: 'x'.repeat(2000) }]);
  it.each([
    ['cut short in its gzip', gzipSync(whole).subarray(0, 40)],
    ['cut short in a file', gzipSync(whole.subarray(0, 1000))],
    ['without an end', gzipSync(whole.subarray(0, 512 + 2048))],
    ['of a broken header', gzipSync(Buffer.concat([Buffer.alloc(512, 7), whole]))],
    ['that is no gzip', Buffer.from('hello')],
  ])('refuses a file %s', async (_, tarball) => {
    await expect(unpack(tarball)).rejects.toThrow(FetchError);
    await expect(unpack(tarball)).rejects.toThrow('not a complete tar file');
  });
});
