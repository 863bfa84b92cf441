import { createHash } from 'node:crypto';
import {
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { openImageStore, prepareImageStore } from '../../../src/assets/datasets/image-store.js';
import { DataError } from '../../../src/core/errors.js';

const ROOT = mkdtempSync(join(tmpdir(), 'thaw-images-'));
afterAll(() => rmSync(ROOT, { recursive: true }));

const SIDE = 4;
const SIZE = SIDE * SIDE * 3;
const TRAIN = Uint8Array.from({ length: 5 * SIZE }, (_, i) => (i * 37) % 251);
const TEST = TRAIN.slice(0, 2 * SIZE).reverse();
const INDEX = {
  side: SIDE,
  classNames: ['cat', 'dog'],
  labels: { train: [0, 1, 0, 1, 1], test: [1, 0] },
  skipped: [],
};

let folder: string;
let notes: string[];
/** How often all was decoded. */
let decoded: number;
beforeEach(async () => {
  folder = join(mkdtempSync(join(ROOT, 'store-')), 'images');
  notes = [];
  decoded = 0;
  await prepare();
});

function prepare(older?: Readonly<Record<string, string>>) {
  const note = (message: string) => notes.push(message);
  const store = { folder, source: '/pets', note, ...(older ? { older } : {}) };
  return prepareImageStore(store, async (append) => {
    decoded += 1;
    await append('train', TRAIN.slice(0, 3 * SIZE));
    await append('train', TRAIN.slice(3 * SIZE));
    await append('test', TEST);
    return INDEX;
  });
}

/** All that can be read of the store. */
function contents() {
  const store = openImageStore(folder, '/pets');
  try {
    return {
      train: store.read('train', [0, 1, 2, 3, 4]),
      test: store.read('test', [0, 1]),
      labels: [...store.labels('train'), ...store.labels('test')],
      classNames: store.classNames,
    };
  } finally {
    store.close();
  }
}

const WHOLE = {
  train: TRAIN,
  test: TEST,
  labels: [0, 1, 0, 1, 1, 1, 0],
  classNames: ['cat', 'dog'],
};

const bin = () => join(folder, 'train.bin');
const manifest = () => join(folder, 'manifest.json');

/** Changes a file's bytes, and nothing that is told of it: size (unless they are fewer) and times. */
function damage(path: string, change: (bytes: Buffer) => Buffer): void {
  const { atime, mtime } = statSync(path);
  writeFileSync(path, change(readFileSync(path)));
  utimesSync(path, atime, mtime);
}

function relabel(change: (labels: readonly number[]) => readonly unknown[]) {
  return () =>
    damage(manifest(), (bytes) => {
      const [seal, text] = bytes.toString().split('\n') as [string, string];
      const index = JSON.parse(text);
      index.labels.train = change(index.labels.train);
      return Buffer.from(`${seal}\n${JSON.stringify(index)}`);
    });
}

const DAMAGES: readonly (readonly [what: string, cause: () => void])[] = [
  [
    'one bit',
    () =>
      damage(bin(), (bytes) => {
        bytes[100]! ^= 1;
        return bytes;
      }),
  ],
  ['zeros', () => damage(bin(), (bytes) => bytes.fill(0, 50, 150))],
  ['a byte too many in front', () => damage(bin(), (b) => Buffer.concat([Buffer.of(0), b]))],
  [
    'shifted by a byte',
    () => damage(bin(), (b) => Buffer.concat([Buffer.of(0), b.subarray(0, -1)])),
  ],
  ['cut to half', () => truncateSync(bin(), TRAIN.length / 2)],
  ['an image less', () => truncateSync(bin(), TRAIN.length - SIZE)],
  ['gone images', () => rmSync(bin())],
  ['an index of {}', () => writeFileSync(manifest(), '{}')],
  ['an index of nothing', () => writeFileSync(manifest(), '')],
  ['labels reversed', relabel((labels) => labels.toReversed())],
  ['half of the labels', relabel((labels) => labels.slice(0, 2))],
  ['labels of text', relabel((labels) => labels.map((label) => `${label}x`))],
  [
    'another side',
    () => damage(manifest(), (b) => Buffer.from(`${b}`.replace('"side":4', '"side":2'))),
  ],
  [
    'a class of another name',
    () => damage(manifest(), (b) => Buffer.from(`${b}`.replace('cat', 'car'))),
  ],
  ['no index', () => rmSync(manifest())],
];

describe('decoded images that are not as they were written', () => {
  test.each(DAMAGES)('%s: are decoded anew at the next start', async (_what, cause) => {
    cause();
    expect(await prepare()).toEqual(INDEX);
    expect(decoded).toBe(2);
    expect(contents()).toEqual(WHOLE);
  });

  test('are told of', async () => {
    damage(bin(), (bytes) => bytes.fill(0, 50, 150));
    await prepare();
    expect(notes).toEqual([
      `The decoded images of /pets in ${folder} have changed: they are decoded anew.`,
    ]);
  });

  test('are never given out, and decoded anew at the next start, when a run comes upon them', async () => {
    damage(bin(), (bytes) => bytes.fill(0, 3 * SIZE, 3 * SIZE + 1));
    const store = openImageStore(folder, '/pets');
    expect(store.read('train', [0, 1, 2, 4])).toHaveLength(4 * SIZE);
    expect(() => store.read('train', [0, 3])).toThrow(DataError);
    store.close();
    expect(() => openImageStore(folder, '/pets')).toThrow(/not in the cache/);
    await prepare();
    expect(contents()).toEqual(WHOLE);
  });
});

test('images that are as they were written are not decoded again', async () => {
  await prepare();
  expect(decoded).toBe(1);
  expect(notes).toEqual([]);
  expect(contents()).toEqual(WHOLE);
});

describe('images that an older version decoded', () => {
  const sha256 = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
  const known = () =>
    Object.fromEntries(['index.json', 'train.bin', 'test.bin'].map((name) => [name, sha256(name)]));

  beforeEach(() => {
    writeFileSync(join(folder, 'index.json'), JSON.stringify(INDEX));
    rmSync(manifest());
  });

  test('are used where each byte is known', async () => {
    await prepare(known());
    expect(decoded).toBe(1);
    expect(contents()).toEqual(WHOLE);
  });

  test('are decoded anew where one is another', async () => {
    const files = known();
    damage(bin(), (bytes) => bytes.fill(0, 50, 150));
    await prepare(files);
    expect(decoded).toBe(2);
    expect(contents()).toEqual(WHOLE);
  });

  test('are decoded anew where nothing is known of them', async () => {
    await prepare();
    expect(decoded).toBe(2);
  });
});
