import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { array, assert, asyncProperty, string, tuple, uint8Array, uniqueArray } from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { digestListing } from '../../../src/assets/datasets/digest-listing.js';
import { folder as imageFolder } from '../../../src/assets/datasets/folder.js';
import { packImages, unpackImages } from '../../../src/assets/packs/data-pack.js';
import { packNamed, unpackNamed } from '../../../src/assets/packs/named-pack.js';
import { type Pack, packOf } from '../../../src/assets/packs/pack.js';
import { safeParts } from '../../../src/assets/packs/safe-name.js';
import { unpack } from '../../../src/assets/packs/unpack.js';
import { type DataListing, listingText } from '../../../src/core/prints/data-listing.js';
import { makeTar, type TarEntry } from '../fetch/make-tarball.js';

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'packs-'));
});

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

async function write(pack: Pack, name = 'pack.tar'): Promise<string> {
  const path = join(scratch, name);
  const chunks: Uint8Array[] = [];
  for await (const chunk of pack.bytes()) chunks.push(chunk);
  writeFileSync(path, Buffer.concat(chunks));
  return path;
}

function emptyFolder(): string {
  return mkdtempSync(join(scratch, 'out-'));
}

function lay(folder: string, files: Readonly<Record<string, Uint8Array | string>>): void {
  for (const [name, bytes] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}

function filesBelow(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(files.map((name) => [name, sha256(readFileSync(join(folder, name)))]));
}

describe('a pack', () => {
  test('has the files as they were, whatever they are called and hold', async () => {
    const part = string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter(
      (text) => safeParts(text)?.length === 1 && text === text.normalize('NFC'),
    );
    const names = uniqueArray(array(part, { minLength: 1, maxLength: 4 }), {
      maxLength: 8,
      // None is the folder of another, also where capitals are the same.
      selector: ([first]) => first!.toLowerCase().normalize('NFKC'),
    });
    await assert(
      asyncProperty(
        names,
        array(uint8Array({ maxLength: 2000 }), { minLength: 8, maxLength: 8 }),
        async (paths, contents) => {
          const files = paths.map((parts, place) => ({
            name: parts.join('/'),
            content: Buffer.from(contents[place]!),
          }));
          const pack = packOf(files);
          const path = await write(pack);
          expect(statSync(path).size).toBe(pack.total);
          const out = emptyFolder();
          await unpack(path, out, () => () => true);
          const expected = files.map(({ name, content }) => [name, sha256(content)] as const);
          expect(filesBelow(out)).toEqual(Object.fromEntries(expected));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('is a tar as other programs read it', async () => {
    const long = `${'deep/'.repeat(20)}${'n'.repeat(140)}.png`;
    const contents = { 'a b.txt': 'one', [long]: 'two', empty: '' };
    lay(join(scratch, 'in'), contents);
    const path = await write(
      packOf(Object.keys(contents).map((name) => ({ name, path: join(scratch, 'in', name) }))),
    );
    const out = emptyFolder();
    execFileSync('tar', ['-xf', path, '-C', out]);
    expect(filesBelow(out)).toEqual(filesBelow(join(scratch, 'in')));
  });

  test('has the same bytes whenever and of whichever copy it is made', async () => {
    const [one, two] = ['one', 'two'].map((name) => join(scratch, name)) as [string, string];
    for (const folder of [one, two]) lay(folder, { a: 'x', 'b/c': 'y'.repeat(3_000_000) });
    const packs = [one, two].map((folder) => packNamed(folder, ['a', 'b/c']));
    const [first, second] = [await write(packs[0]!, '1'), await write(packs[1]!, '2')];
    expect(sha256(readFileSync(first))).toBe(sha256(readFileSync(second)));
    expect(sha256(readFileSync(await write(packs[0]!, '3')))).toBe(sha256(readFileSync(first)));
  });

  test.each([
    ['shrinks', (path: string) => writeFileSync(path, 'x')],
    ['grows', (path: string) => writeFileSync(path, 'x'.repeat(4_000_000))],
    ['goes', (path: string) => unlinkSync(path)],
  ])('is not made of a file that %s meanwhile', async (_, change) => {
    for (const size of [100, 3_000_000]) {
      lay(scratch, { file: 'x'.repeat(size) });
      const pack = packNamed(scratch, ['file']);
      change(join(scratch, 'file'));
      await expect(write(pack)).rejects.toMatchObject({
        code: 'E_DATA',
        message: expect.stringMatching(/file (?:has changed|cannot be read)/),
      });
    }
  });
});

describe('a hostile pack', () => {
  const entry = (path: string, content = 'x', type = '0'): TarEntry => ({ path, content, type });
  const ALL = () => () => true;

  test.each<readonly [string, readonly TarEntry[]]>([
    ['an absolute path', [entry('/etc/thaw-was-here')]],
    ['a way up', [entry('../up')]],
    ['a way up from further down', [entry('a/../../up')]],
    ['a way up in a long name', [entry('x', `${String(14)} path=../up\n`, 'x'), entry('short')]],
    ['a folder of its own', [entry('./here')]],
    ['no name', [entry('')]],
    ['a name that ends in a slash', [entry('a/')]],
    ["another system's path", [entry('a\\..\\..\\up')]],
    ["another system's drive", [entry('C:up')]],
    ['a very long part of a name', [entry('x', `${'n'.repeat(300)}\0`, 'L'), entry('short')]],
    ['a very deep one', [entry('x', `${'d/'.repeat(40)}f\0`, 'L'), entry('short')]],
    ['a symbolic link', [entry('link', '', '2')]],
    ['a hard link', [entry('link', '', '1')]],
    ['a device', [entry('null', '', '3')]],
    ['a named pipe', [entry('pipe', '', '6')]],
    ['a folder', [entry('folder', '', '5')]],
    ['one name twice', [entry('a', '1'), entry('a', '2')]],
    ['a file that is a folder', [entry('a', '1'), entry('a/b', '2')]],
    ['a folder that is a file', [entry('a/b', '1'), entry('a', '2')]],
    ['a global header', [entry('x', '12 comment=x', 'g')]],
  ])('is refused for %s, and nothing lands elsewhere', async (_, entries) => {
    const path = join(scratch, 'hostile.tar');
    writeFileSync(path, makeTar(entries));
    const out = emptyFolder();
    const before = readdirSync(scratch);
    await expect(unpack(path, out, ALL)).rejects.toMatchObject({ code: 'E_DATA' });
    expect(readdirSync(scratch)).toEqual(before);
  });

  test('is refused wherever it ends too early', async () => {
    const tar = makeTar([entry('a', 'x'.repeat(700)), entry('b', 'y')]);
    const whole = tar.length - 1024;
    for (let length = 0; length < whole; length += 171) {
      const path = join(scratch, 'cut.tar');
      writeFileSync(path, tar.subarray(0, length));
      await expect(unpack(path, emptyFolder(), ALL)).rejects.toThrow(/cut off/);
    }
  });

  test('has no name that takes the memory there is', async () => {
    const tar = makeTar([entry('x', 'y', 'L')]);
    tar.write('77777777777', 124); // eight gigabytes of a name
    const sum = tar
      .subarray(0, 512)
      .reduce((all, byte, at) => all + (at >= 148 && at < 156 ? 32 : byte), 0);
    tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    const path = join(scratch, 'name.tar');
    writeFileSync(path, tar);
    await expect(unpack(path, emptyFolder(), ALL)).rejects.toThrow(/no tar/);
  });

  test('never writes outside its folder, whatever its bytes', async () => {
    await assert(
      asyncProperty(
        array(tuple(string({ maxLength: 90 }), string({ maxLength: 30 })), { maxLength: 4 }),
        async (entries) => {
          const path = join(scratch, 'any.tar');
          writeFileSync(path, makeTar(entries.map(([name, content]) => entry(name, content))));
          const [out, before] = [emptyFolder(), readdirSync(scratch)];
          await unpack(path, out, ALL).catch((error) => expect(error.code).toBe('E_DATA'));
          expect(readdirSync(scratch)).toEqual(before);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('holds no file that nobody asked for', async () => {
    lay(scratch, { known: '1', other: '2' });
    const path = await write(packNamed(scratch, ['known', 'other']));
    await expect(unpackNamed(path, emptyFolder(), ['known'])).rejects.toThrow(
      /"other" is not among/,
    );
  });
});

describe('images in a pack', () => {
  const IMAGES = {
    'train/cat/1.png': 'cat one',
    'train/cat/2.png': 'cat two',
    'train/dog/ü 1.png': 'dog one',
    'test/cat/3.png': 'cat three',
    'test/dog/4.png': 'dog four',
  };

  function listed(): { readonly source: string; readonly listing: DataListing } {
    const source = join(scratch, 'images');
    lay(source, { ...IMAGES, 'train/notes.txt': 'not asked for', 'val/cat/9.png': 'left out' });
    return { source, listing: listingOf(source) };
  }
  const listingOf = (source: string) =>
    imageFolder.list!(
      { source, decodeSize: 32 },
      { cacheDir: join(scratch, 'cache'), progress: () => undefined },
    );

  test('are the same listing elsewhere, and nothing else goes along', async () => {
    const { source, listing } = listed();
    const out = emptyFolder();
    await unpackImages(await write(packImages(source, listing)), out, digestListing(listing));
    expect(Object.keys(filesBelow(out))).toEqual(Object.keys(IMAGES).sort());
    expect(digestListing(listingOf(out))).toBe(digestListing(listing));
  });

  test('make the same pack in whichever order they are listed', async () => {
    const { source, listing } = listed();
    const other = { ...listing, files: listing.files.toReversed() };
    const [one, two] = [
      await write(packImages(source, listing), '1'),
      await write(packImages(source, other), '2'),
    ];
    expect(sha256(readFileSync(one))).toBe(sha256(readFileSync(two)));
  });

  test('are not packed once one of them has changed, with as many bytes or not', async () => {
    for (const bytes of ['CAT ONE', 'another']) {
      const { source, listing } = listed();
      lay(source, { 'train/cat/1.png': bytes });
      await expect(write(packImages(source, listing))).rejects.toThrow(/1\.png has changed/);
    }
  });

  test('are none of another listing', async () => {
    const { source, listing } = listed();
    const path = await write(packImages(source, listing));
    await expect(unpackImages(path, emptyFolder(), sha256('another'))).rejects.toThrow(
      /other images/,
    );
  });

  test.each<readonly [string, (entries: TarEntry[]) => TarEntry[], RegExp]>([
    ['lacks one', (entries) => entries.slice(0, -1), /lacks 1 of/],
    [
      'has one more',
      (entries) => [...entries, { path: 'train/cat/9.png', content: '9' }],
      /not among/,
    ],
    ['has one twice', (entries) => [...entries, entries[1]!], /not among/],
    [
      'has other bytes in one',
      ([head, first, ...rest]) => [head!, { ...first!, content: 'CAT ONE' }, ...rest],
      /other bytes/,
    ],
    ['has its listing last', ([head, ...rest]) => [...rest, head!], /does not begin/],
  ])('are refused if the pack %s', async (_, change, why) => {
    const { listing } = listed();
    const head = { path: 'listing.json', content: listingText(listing) };
    const entries = listing.files.map(({ path }) => ({
      path,
      content: IMAGES[path as keyof typeof IMAGES],
    }));
    const path = join(scratch, 'changed.tar');
    writeFileSync(path, makeTar(change([head, ...entries])));
    await expect(unpackImages(path, emptyFolder(), digestListing(listing))).rejects.toThrow(why);
  });

  test.each([
    '[]',
    'null',
    '{"a":1}',
    '[["cat"],[1,null,"x"]]',
    JSON.stringify([
      ['cat'],
      [JSON.stringify(['train', '../../up', 'cat', sha256('x').slice(0, 32)])],
    ]),
    JSON.stringify([['cat'], [JSON.stringify(['train', 'a', 'cat', ''])]]),
  ])('are refused by a listing that is hostile itself: %s', async (text) => {
    const path = join(scratch, 'hostile.tar');
    const entries = ['../../up', 'a'].map((name) => ({ path: name, content: 'x' }));
    writeFileSync(path, makeTar([{ path: 'listing.json', content: text }, ...entries]));
    const before = readdirSync(scratch);
    const unpacked = unpackImages(path, emptyFolder(), sha256(text));
    await expect(unpacked).rejects.toMatchObject({ code: 'E_DATA' });
    expect(readdirSync(scratch).filter((name) => !name.startsWith('out-'))).toEqual(before);
  });
});
