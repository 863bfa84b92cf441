import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeImage, decodeNamedImage } from '../../../src/assets/datasets/decode-image.js';
import { readImage } from '../../../src/assets/datasets/read-image.js';
import { DataError } from '../../../src/core/errors.js';
import { tiff } from './tiff.js';

const FOLDER = mkdtempSync(join(tmpdir(), 'thaw-refused-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const text = (content: string) => Buffer.from(content);
const box = (brands: string) => {
  const length = Buffer.from([0, 0, 0, 8 + brands.length]);
  return Buffer.concat([length, text(`ftyp${brands}`), Buffer.alloc(64)]);
};

describe('images are read by their content, whatever their names', () => {
  it.each([
    ['HEIC', box('heic\0\0\0\0mif1heic'), 'it is HEIC by its content'],
    ['HEIC of another brand', box('mif1\0\0\0\0mif1heix'), 'it is HEIC by its content'],
    ['camera raw', Buffer.from('49492a001000000043520200', 'hex'), 'it is camera raw'],
    ['BMP', Buffer.from('424df60000000000000036000000', 'hex'), 'it is BMP'],
    ['SVG', text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'), 'it is SVG'],
    ['PDF', text('%PDF-1.7'), 'it is PDF'],
    ['PSD', text('8BPS\0\x01'), 'it is PSD'],
    ['a web page', text('<!DOCTYPE html><html>404'), 'it is a web page, not an image'],
    ['an LFS pointer', text('version https://git-lfs.github.com/spec/v1\noid'), '`git lfs pull`'],
    ['text', text('no image at all'), 'it is text, not an image'],
    ['nothing', text(''), 'the file is empty'],
    ['noise', Buffer.from([1, 2, 3, 4, 5]), 'it is no image of a kind that is known'],
  ])('%s', async (_, bytes, why) => {
    await expect(decodeImage(bytes, 4)).rejects.toThrow(why);
  });

  it('an AVIF is one, whatever other brands it names', async () => {
    const red = sharp({ create: { width: 16, height: 16, channels: 3, background: 'red' } });
    const [r, g, b] = await decodeImage(await red.avif().toBuffer(), 4);
    expect(r).toBeGreaterThan(240);
    expect(Math.max(g!, b!)).toBeLessThan(15);
  });
});

describe('what is broken is told in the words of the decoder, short', () => {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const whole = sharp({ create: { width: 64, height: 64, channels: 3, background: 'red', noise } });
  it.each([
    ['jpeg', 'VipsJpeg: premature end of JPEG image'],
    ['png', 'vipspng: libpng read error'],
    ['gif', 'gifload_buffer: Unexpected end of GIF source data'],
    ['tiff', 'it is cut short or damaged'],
    ['avif', 'heif: Invalid input: Unexpected end of file'],
  ] as const)('%s', async (format, why) => {
    const bytes = await whole.clone().toFormat(format).toBuffer();
    const cut = decodeImage(bytes.subarray(0, bytes.length / 2), 4);
    await expect(cut).rejects.toThrow(why);
    await cut.catch(({ message }: Error) => expect(message).not.toContain('bad seek'));
  });
});

describe('numbers whose scale is not known are refused, never black or white', () => {
  it.each([
    ['floats', tiff(new Float32Array(64).fill(0.5)), 'floats'],
    ['floats in color', tiff(new Float32Array(192).fill(0.5), 3), 'floats'],
    ['signed 16 bits', tiff(new Int16Array(64).fill(1000)), 'signed 16-bit integers'],
    ['32 bits', tiff(new Uint32Array(64).fill(3e9)), '32-bit integers'],
    ['signed 32 bits', tiff(new Int32Array(64).fill(1e6)), 'signed 32-bit integers'],
    ['signed 8 bits', tiff(new Int8Array(64).fill(-5)), 'signed 8-bit integers'],
    ['12 bits in 16', tiff(new Uint16Array(64).fill(4000)), 'none is above 4000'],
    ['12 bits in color', tiff(new Uint16Array(192).fill(4000), 3), 'none is above 4000'],
    ['14 bits in 16', tiff(new Uint16Array(64).fill(16_000)), 'none is above 16000'],
    ['64 bits', tiff(new Float64Array(64).fill(0.5)), 'its numbers have 64 bits'],
  ])('%s', async (_, bytes, why) => {
    await expect(decodeImage(bytes, 4)).rejects.toThrow(why);
  });

  it.each([
    ['TIFF', tiff(new Uint16Array(64).fill(0x8040)), 0x80],
    ['TIFF that is black', tiff(new Uint16Array(64)), 0],
    ['TIFF of 8 bits', tiff(new Uint8Array(64).fill(77)), 77],
  ])('16 bits that fill their range are brought to 8: %s', async (_, bytes, want) => {
    expect([...new Set(await decodeImage(bytes, 4))]).toEqual([want]);
  });

  it('a PNG of 16 bits that holds 12 is refused, too', async () => {
    const raw = { width: 8, height: 8, channels: 1 } as const;
    const image = sharp(new Uint16Array(64).fill(900), { raw }).toColourspace('grey16');
    await expect(decodeImage(await image.png().toBuffer(), 4)).rejects.toThrow('none is above 900');
  });
});

describe('channels that are no colors are refused, never laid over white or shifted', () => {
  const of = (channels: number) => new Uint8Array(64 * channels).fill(90);
  it.each([
    ['near infrared beside RGB', tiff(of(4), 4, { extra: [0] }), '1 channel beside RGB'],
    ['RGB and more that says nothing', tiff(of(4), 4), '1 channel beside RGB'],
    ['two stains', tiff(of(2), 2), '1 channel beside gray'],
    ['four bands', tiff(of(4), 4, { photometric: 1 }), '3 channels beside gray that are not'],
    ['13 bands', tiff(of(13), 13, { photometric: 1 }), '12 channels beside gray'],
    ['RGB, transparency and more', tiff(of(5), 5, { extra: [2, 0] }), '2 channels beside RGB'],
  ])('%s', async (_, bytes, why) => {
    await expect(decodeImage(bytes, 4)).rejects.toThrow(why);
  });

  it.each([
    ['gray', tiff(of(1))],
    ['RGB', tiff(of(3), 3)],
    ['gray with transparency', tiff(of(2), 2, { extra: [2] })],
    ['RGB with transparency', tiff(of(4), 4, { extra: [1] })],
  ])('but not %s', async (_, bytes) => {
    expect(await decodeImage(bytes, 4)).toHaveLength(4 * 4 * 3);
  });

  it('a broken directory is left to the decoder', async () => {
    const bytes = tiff(of(3), 3);
    for (let at = 4; at < 150; at += 1) {
      const broken = Buffer.from(bytes).fill(0xff, at, at + 2);
      await decodeImage(broken, 4).catch((error: unknown) => {
        expect(String(error)).not.toMatch(/RangeError|TypeError/);
      });
    }
  });
});

describe('an image whose copy was cut off and filled with zeros is refused', () => {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const whole = sharp({ create: { width: 99, height: 99, channels: 3, background: 'red', noise } });
  it.each(['jpeg', 'gif', 'webp'] as const)('%s', async (format) => {
    const bytes = await whole.clone().toFormat(format).toBuffer();
    const half = Math.floor(bytes.length / 2);
    const torn = Buffer.from(bytes).fill(0, half);
    await expect(decodeImage(torn, 4)).rejects.toThrow('bytes are zeros: it was cut off');
    expect(await decodeImage(bytes, 4)).toHaveLength(48);
  });

  it('nor is what editors leave free in the EXIF at the end of a WebP', async () => {
    const bytes = await whole
      .clone()
      .withExif({ IFD0: { Artist: 'Ann' } })
      .webp()
      .toBuffer();
    const exif = bytes.lastIndexOf('EXIF');
    const padded = Buffer.concat([bytes, Buffer.alloc(2048)]);
    padded.writeUInt32LE(padded.length - exif - 8, exif + 4);
    padded.writeUInt32LE(padded.length - 8, 4);
    expect(await decodeImage(padded, 4)).toHaveLength(48);
  });

  it('padding behind a whole one is none', async () => {
    for (const format of ['jpeg', 'gif'] as const) {
      const bytes = await whole.clone().toFormat(format).toBuffer();
      expect(await decodeImage(Buffer.concat([bytes, Buffer.alloc(4096)]), 4)).toHaveLength(48);
    }
  });
});

describe('only regular files are opened', () => {
  it('a folder is not read', async () => {
    await expect(readImage(FOLDER)).rejects.toThrow('it is not a regular file');
    await expect(decodeNamedImage(join(FOLDER, 'none'), 4)).rejects.toThrow('it is not there');
  });

  it.skipIf(process.platform === 'win32')('nor is a named pipe waited for', async () => {
    const pipe = join(FOLDER, 'pipe.jpg');
    spawnSync('mkfifo', [pipe]);
    await expect(readImage(pipe)).rejects.toThrow('it is not a regular file');
    await expect(decodeNamedImage(pipe, 4)).rejects.toThrow(DataError);
  });

  it('a file of text is none', async () => {
    const path = join(FOLDER, 'a.jpg');
    writeFileSync(path, 'Dear');
    await expect(decodeNamedImage(path, 4)).rejects.toThrow(
      `${path} cannot be decoded as an image: it is text, not an image`,
    );
  });
});
