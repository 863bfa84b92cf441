import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { folder } from '../../../src/assets/datasets/folder.js';
import { DataError } from '../../../src/core/errors.js';

const ROOT = mkdtempSync(join(tmpdir(), 'thaw-folder-'));
afterAll(() => rmSync(ROOT, { recursive: true }));

let source: string;
let cacheDir: string;
beforeEach(() => {
  const place = mkdtempSync(join(ROOT, 'case-'));
  source = join(place, 'images');
  cacheDir = join(place, 'cache');
});

const RED = { r: 250, g: 10, b: 20 };
const BLUE = { r: 10, g: 20, b: 250 };

function plain(color: typeof RED, width = 30, height = 20): Sharp {
  return sharp({ create: { width, height, channels: 3, background: color } });
}

async function put(name: string, image: Sharp | Uint8Array | string): Promise<void> {
  const path = join(source, name);
  mkdirSync(dirname(path), { recursive: true });
  if (typeof image === 'string' || image instanceof Uint8Array) writeFileSync(path, image);
  else await image.toFile(path);
}

/** Two classes of one red and one blue image. */
async function putTwoClasses(): Promise<void> {
  await put('train/blue/1.png', plain(BLUE));
  await put('train/red/1.png', plain(RED));
}

function data(decodeSize = 8) {
  return { source, decodeSize };
}

function counts() {
  return folder.contents(source, cacheDir)!.counts;
}

function prepare(options: { readonly skipBad?: boolean; readonly decodeSize?: number } = {}) {
  const { skipBad = false, decodeSize } = options;
  return folder.prepare(data(decodeSize), { cacheDir, skipBad, progress: () => undefined });
}

describe('a folder of images', () => {
  it('gives classes in order of their names and images in order of theirs', async () => {
    await putTwoClasses();
    await put('train/Zebra/1.png', plain(RED));
    await put('train/blue/0.png', plain(RED));
    await prepare();
    const dataset = await folder.open(data(), cacheDir);
    expect(dataset.classNames).toEqual(['Zebra', 'blue', 'red']);
    expect([...dataset.labels('train')]).toEqual([0, 1, 1, 2]);
    expect([...dataset.read('train', [2, 1]).subarray(0, 3)]).toEqual([10, 20, 250]);
    expect(dataset.read('train', [2, 1])).toHaveLength(2 * 8 * 8 * 3);
    dataset.close();
  });

  it('reads test/ apart, with the classes of train/', async () => {
    await putTwoClasses();
    await put('test/red/any.jpg', plain(RED));
    await prepare();
    const dataset = await folder.open(data(), cacheDir);
    expect([...dataset.labels('test')]).toEqual([1]);
    expect([...dataset.labels('train')]).toEqual([0, 1]);
    dataset.close();
  });

  it('may hold its classes without train/', async () => {
    await put('cat/1.png', plain(RED));
    await put('dog/1.png', plain(BLUE));
    expect(counts()).toMatchObject({ train: [1, 1] });
  });

  it('counts val/ apart, and decodes it only where it is asked for', async () => {
    await putTwoClasses();
    await put('val/red/2.png', plain(RED));
    expect(counts()).toMatchObject({ train: [1, 1], val: [0, 1] });
    await prepare();
    const without = await folder.open(data(), cacheDir);
    expect(without.labels('val')).toHaveLength(0);
    without.close();
    const given = { ...data(), valFrom: 'folder' } as const;
    await folder.prepare(given, { cacheDir, skipBad: false, progress: () => undefined });
    const dataset = await folder.open(given, cacheDir);
    expect([...dataset.labels('val')]).toEqual([1]);
    expect([...dataset.read('val', [0]).subarray(0, 3)]).toEqual([250, 10, 20]);
    dataset.close();
  });

  it('passes over hidden files, and counts others that are no images', async () => {
    await putTwoClasses();
    await put('train/red/.DS_Store', 'x');
    await put('train/red/list.txt', 'x');
    await put('train/red/README', 'x');
    expect(folder.contents(source, cacheDir)!.notes).toEqual([
      'Files that are not images were ignored: 1 without extension, 1 .txt, such as train/red/README.',
    ]);
    expect(counts().train).toEqual([1, 1]);
  });

  it('takes folders inside a class, and names with odd characters', async () => {
    await putTwoClasses();
    await put('train/red/images/deep.PNG', plain(RED));
    await put("train/größe 'é\n%20#;/фото 猫 .png", plain(RED));
    await prepare();
    const dataset = await folder.open(data(), cacheDir);
    expect(dataset.classNames).toContain("größe 'é\n%20#;");
    expect(dataset.labels('train')).toHaveLength(4);
    dataset.close();
  });

  it('is decoded again when a file is added, and the old state is not kept', async () => {
    await putTwoClasses();
    await prepare();
    await put('train/red/2.png', plain(RED));
    await expect(folder.open(data(), cacheDir)).rejects.toThrow('not in the cache');
    await prepare();
    const dataset = await folder.open(data(), cacheDir);
    expect(dataset.labels('train')).toHaveLength(3);
    dataset.close();
    const stores = join(cacheDir, 'folders');
    const [name] = readdirSync(stores);
    expect(readdirSync(join(stores, name!))).toHaveLength(1);
  });

  it('is decoded again where bytes are others, though sizes and dates are the same', async () => {
    const bytes = async (color: typeof RED) =>
      plain(color, 8, 8).tiff({ compression: 'none' }).toBuffer();
    const date = new Date('2020-01-01');
    const putBoth = async (red: typeof RED, blue: typeof RED) => {
      await put('train/red/1.tiff', await bytes(red));
      await put('train/blue/1.tiff', await bytes(blue));
      for (const name of ['red', 'blue']) {
        utimesSync(join(source, `train/${name}/1.tiff`), date, date);
      }
    };
    const firstOfRed = async () => {
      const dataset = await folder.open(data(), cacheDir);
      const pixel = [...dataset.read('train', [1]).subarray(0, 3)];
      dataset.close();
      return pixel;
    };
    await putBoth(RED, BLUE);
    await prepare();
    expect(await firstOfRed()).toEqual([250, 10, 20]);
    await putBoth(BLUE, RED);
    await expect(folder.open(data(), cacheDir)).rejects.toThrow('not in the cache');
    await prepare();
    expect(await firstOfRed()).toEqual([10, 20, 250]);
    const [name] = readdirSync(join(cacheDir, 'folders'));
    const decoded = () => readdirSync(join(cacheDir, 'folders', name!));
    const before = decoded();
    utimesSync(join(source, 'train/red/1.tiff'), new Date(), new Date());
    await prepare();
    expect(decoded()).toEqual(before);
  });

  it('keeps one decoded copy for each size', async () => {
    await putTwoClasses();
    await prepare({ decodeSize: 8 });
    await prepare({ decodeSize: 12 });
    for (const decodeSize of [8, 12]) {
      const dataset = await folder.open(data(decodeSize), cacheDir);
      expect(dataset.side).toBe(decodeSize);
      dataset.close();
    }
  });

  it('prepared by two at once is decoded once, for both', async () => {
    await putTwoClasses();
    await Promise.all([prepare(), prepare(), prepare()]);
    const dataset = await folder.open(data(), cacheDir);
    expect(dataset.labels('train')).toHaveLength(2);
    dataset.close();
  });
});

describe('a folder that cannot be used is refused', () => {
  it.each([
    ['that is not there', async () => undefined, 'cannot be read as a folder'],
    [
      'without classes',
      async () => put('train/1.png', plain(RED)),
      'at least two classes; it has 0',
    ],
    ['with one class', async () => put('train/red/1.png', plain(RED)), 'it has 1'],
  ])('%s', async (_, fill, why) => {
    await fill();
    expect(() => folder.contents(source, cacheDir)).toThrow(DataError);
    expect(() => folder.contents(source, cacheDir)).toThrow(why);
    await expect(prepare()).rejects.toThrow(why);
  });

  it('with a class without images', async () => {
    await putTwoClasses();
    mkdirSync(join(source, 'train', 'empty'));
    await expect(prepare()).rejects.toThrow(`${join(source, 'train', 'empty')} has no images`);
  });

  it('with a test class that train/ does not have', async () => {
    await putTwoClasses();
    await put('test/green/1.png', plain(RED));
    await expect(prepare()).rejects.toThrow('is a class that train/ does not have');
  });
});

describe('broken images', () => {
  beforeEach(async () => {
    await putTwoClasses();
    await put('train/red/text.jpg', 'no image at all');
    await put('train/red/empty.png', '');
    // Noise, so that cutting the file takes pixels away.
    const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
    const whole = sharp({ create: { width: 64, height: 64, channels: 3, background: RED, noise } });
    const jpeg = await whole.jpeg().toBuffer();
    await put('train/blue/cut.jpg', jpeg.subarray(0, jpeg.length / 2));
    await put('train/blue/whole.jpg', jpeg);
  });

  it('stop the run, each of them named', async () => {
    const refused = prepare();
    await expect(refused).rejects.toThrow(DataError);
    await expect(refused).rejects.toThrow('3 images are broken');
    for (const name of ['red/text.jpg', 'red/empty.png', 'blue/cut.jpg']) {
      await expect(refused).rejects.toThrow(join(source, 'train', name));
    }
    await expect(refused).rejects.toThrow('--skip-bad');
    await expect(folder.open(data(), cacheDir)).rejects.toThrow(DataError);
  });

  it('are told as the first ten and a count', async () => {
    for (let i = 0; i < 12; i += 1) await put(`train/red/bad-${i}.png`, 'x');
    await expect(prepare()).rejects.toThrow(/15 images are broken[\s\S]*and 5 more/);
  });

  it('are left out with skipBad, and counted', async () => {
    const { skipped } = await prepare({ skipBad: true });
    expect(skipped.map((path) => path.slice(source.length + 1)).sort()).toEqual([
      'train/blue/cut.jpg',
      'train/red/empty.png',
      'train/red/text.jpg',
    ]);
    const dataset = await folder.open(data(), cacheDir);
    expect([...dataset.labels('train')]).toEqual([0, 0, 1]);
    expect([...dataset.read('train', [2]).subarray(0, 3)]).toEqual([250, 10, 20]);
    dataset.close();
  });

  it('left out once still stop a run that does not leave them out', async () => {
    await prepare({ skipBad: true });
    await expect(prepare()).rejects.toThrow('3 images are broken');
  });

  it('that are all of a class stop the run even with skipBad', async () => {
    await put('train/green/1.png', 'x');
    await expect(prepare({ skipBad: true })).rejects.toThrow(
      'All images of class green are broken',
    );
  });
});
