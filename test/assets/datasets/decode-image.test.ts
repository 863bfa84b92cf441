import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Color, type Sharp } from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeImage, decodeNamedImage } from '../../../src/assets/datasets/decode-image.js';
import { readImage } from '../../../src/assets/datasets/read-image.js';
import { DataError } from '../../../src/core/errors.js';

const FOLDER = mkdtempSync(join(tmpdir(), 'thaw-decode-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const SIDE = 4;

async function decode(image: Sharp, name: string): Promise<Uint8Array> {
  const path = join(FOLDER, name);
  await image.toFile(path);
  return decodeImage(await readImage(path), SIDE);
}

function of(color: readonly number[]): number[] {
  return Array.from({ length: SIDE * SIDE }, () => color).flat();
}

function create(background: Color, channels: 3 | 4 = 3): Sharp {
  return sharp({ create: { width: 40, height: 24, channels, background } });
}

describe('decoding an image to square RGB bytes', () => {
  it('keeps RGB as it is', async () => {
    expect([...(await decode(create({ r: 200, g: 30, b: 60 }), 'rgb.png'))]).toEqual(
      of([200, 30, 60]),
    );
  });

  it.each(['png', 'tiff'])('spreads gray over three channels: %s', async (format) => {
    const raw = { width: 6, height: 6, channels: 1 } as const;
    const gray = sharp(Buffer.alloc(36, 77), { raw }).toColourspace('b-w');
    expect([...(await decode(gray, `gray.${format}`))]).toEqual(of([77, 77, 77]));
  });

  it.each([
    [3, 'rgb16'],
    [1, 'grey16'],
  ] as const)('brings 16 bits to 8: %d channels', async (channels, space) => {
    const raw = { width: 6, height: 6, channels };
    const deep = sharp(new Uint16Array(36 * channels).fill(0x8040), { raw }).toColourspace(space);
    const path = join(FOLDER, `${space}.png`);
    await deep.png().toFile(path);
    expect((await sharp(path).metadata()).depth).toBe('ushort');
    expect([...(await decodeImage(await readImage(path), SIDE))]).toEqual(of([0x80, 0x80, 0x80]));
  });

  it('turns CMYK to RGB', async () => {
    const path = join(FOLDER, 'cmyk.jpg');
    await create({ r: 200, g: 30, b: 60 })
      .toColourspace('cmyk')
      .jpeg({ quality: 100 })
      .toFile(path);
    expect((await sharp(path).metadata()).space).toBe('cmyk');
    const decoded = await decodeImage(await readImage(path), SIDE);
    expect(decoded).toHaveLength(SIDE * SIDE * 3);
    // Without a profile the way to CMYK and back is not exact.
    expect(Math.abs(decoded[0]! - 200)).toBeLessThan(30);
    expect(Math.abs(decoded[1]! - 30)).toBeLessThan(30);
    expect(Math.abs(decoded[2]! - 60)).toBeLessThan(30);
  });

  it('lays transparency over white', async () => {
    const half = create({ r: 200, g: 30, b: 60, alpha: 0 }, 4);
    expect([...(await decode(half, 'alpha.png'))]).toEqual(of([255, 255, 255]));
  });

  it('reads palettes', async () => {
    const image = create({ r: 200, g: 30, b: 60 }).png({ palette: true });
    expect([...(await decode(image, 'palette.png'))]).toEqual(of([200, 30, 60]));
  });

  it('takes the first frame of an animation', async () => {
    const frames = ['red', 'blue'].map((background) => ({
      create: { width: 8, height: 8, channels: 3, background } as const,
    }));
    const path = join(FOLDER, 'moving.gif');
    await sharp(await Promise.all(frames.map((frame) => sharp(frame).png().toBuffer())), {
      join: { animated: true },
    }).toFile(path);
    expect((await sharp(path).metadata()).pages).toBe(2);
    expect([...(await decodeImage(await readImage(path), SIDE)).subarray(0, 3)]).toEqual([
      255, 0, 0,
    ]);
  });

  it('turns as EXIF says: orientation 6 is a quarter turn clockwise', async () => {
    // Top half white, bottom half black, as stored; shown turned, the right half is white.
    const stored = Buffer.concat([Buffer.alloc(8 * 4 * 3, 255), Buffer.alloc(8 * 4 * 3, 0)]);
    const image = sharp(stored, { raw: { width: 8, height: 8, channels: 3 } });
    const decoded = await decode(image.withMetadata({ orientation: 6 }), 'turned.png');
    const firstRow = [0, 1, 2, 3].map((x) => decoded[3 * x]);
    // Shrunk by half, the triangle filter lets an eighth of the neighbor in.
    expect(firstRow).toEqual([0, 32, 223, 255]);
  });

  it('resizes the short side and cuts the center out', async () => {
    // 12 x 4: four black columns, four white, four black.
    const columns = Array.from({ length: 12 }, (_, x) => (x >= 4 && x < 8 ? 255 : 0));
    const stored = Buffer.from(
      Array.from({ length: 4 }, () => columns.flatMap((v) => [v, v, v])).flat(),
    );
    const image = sharp(stored, { raw: { width: 12, height: 4, channels: 3 } });
    expect([...(await decode(image, 'wide.png'))]).toEqual(of([255, 255, 255]));
  });

  it('averages what it shrinks, instead of dropping pixels', async () => {
    // Columns in turn black and white: without antialiasing some would be pure.
    const columns = Array.from({ length: 64 }, (_, x) => (x % 2 === 0 ? 0 : 255));
    const stored = Buffer.from(
      Array.from({ length: 64 }, () => columns.flatMap((v) => [v, v, v])).flat(),
    );
    const image = sharp(stored, { raw: { width: 64, height: 64, channels: 3 } });
    for (const value of await decode(image, 'stripes.png')) {
      expect(Math.abs(value - 127.5)).toBeLessThan(3);
    }
  });

  it('enlarges small images', async () => {
    const dot = sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } });
    expect([...(await decode(dot, 'dot.png'))]).toEqual(of([255, 0, 0]));
  });

  it('names a file that a person gave and that is no image', async () => {
    const path = join(FOLDER, 'letter.txt');
    writeFileSync(path, 'Dear');
    await expect(decodeNamedImage(path, SIDE)).rejects.toThrow(DataError);
    await expect(decodeNamedImage(path, SIDE)).rejects.toThrow(path);
  });
});
