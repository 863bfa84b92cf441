import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { unpackTarball } from '../../../src/assets/fetch/tarball.js';
import { makeTar } from '../../assets/fetch/make-tarball.js';
import { defineTarget } from '../fuzz.js';
import { mutatedBytes } from '../mutate/bytes.js';

/** A fetched package: nothing of it lands beside its folder, and no more than it holds. */
export const tarball = defineTarget<Buffer>({
  name: 'tarball',
  async open(folder) {
    const path = join(folder, 'package.tgz');
    const out = join(folder, 'out');
    return {
      inputs: tarballs(),
      async parse(bytes) {
        writeFileSync(path, bytes);
        rmSync(out, { recursive: true, force: true });
        await mkdir(out);
        const unpacked = await unpackTarball(path, out, (name) => name.split('/').at(-1) ?? null)
          .then(() => null)
          .catch((error: unknown) => error);
        if (readdirSync(folder).length !== 2) throw new Error(`left ${readdirSync(folder)}`);
        for (const name of readdirSync(out)) {
          if (!statSync(join(out, name)).isFile()) throw new Error(`${name} is no file`);
        }
        if (unpacked !== null) throw unpacked;
        return true;
      },
    };
  },
});

function tarballs(): fc.Arbitrary<Buffer> {
  const long = `p/${'n'.repeat(120)}.bin`;
  const tars = [
    makeTar([
      { path: 'package/model.json', content: '{}' },
      { path: 'package/shard.bin', content: 'x'.repeat(700) },
    ]),
    makeTar([
      { path: 'PaxHeader', content: `${long.length + 10} path=${long}\n`, type: 'x' },
      { path: 'short', content: '1' },
      { path: '././@LongLink', content: `${long}2\0`, type: 'L' },
      { path: 'short', content: '2' },
      { path: 'link', content: '', type: '2' },
      { path: 'folder/', content: '', type: '5' },
    ]),
  ];
  const words = ['../', '/', '..\\', '\0', 'ustar', '/etc/passwd', 'path=', 'nul', '\u202e'];
  const zipped = (tar: Buffer) => gzipSync(tar, { level: 1 });
  const changed = mutatedBytes(tars, { words });
  return fc.oneof(
    changed.map(zipped),
    changed.map((tar) => zipped(withChecksums(tar))),
    mutatedBytes(tars.map(zipped)),
  );
}

/** With the checksum of each block that may be a header, so that its other fields are read. */
function withChecksums(tar: Buffer): Buffer {
  const mended = Buffer.from(tar);
  for (let at = 0; at + 512 <= mended.length; at += 512) {
    const block = mended.subarray(at, at + 512);
    if (block[0] === 0 || !/^[\0-7xgLK]$/.test(String.fromCharCode(block[156]!))) continue;
    block.fill(' ', 148, 156);
    const sum = block.reduce((total, byte) => total + byte, 0);
    block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  }
  return mended;
}
