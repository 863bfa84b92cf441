import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** The kinds that are decoded. */
const READABLE = ['JPEG', 'PNG', 'GIF', 'WebP', 'TIFF', 'AVIF'] as const;

export function isReadable(kind: string | null): boolean {
  return READABLE.some((known) => known === kind);
}

/** The kind of image that a file's first bytes are of (`JPEG`, `HEIC`, `SVG`); null: none known. */
export function sniff(head: Uint8Array): string | null {
  const bytes = Buffer.from(head.subarray(0, HEAD));
  const hex = bytes.toString('hex');
  // Latin-1: a character per byte.
  const text = bytes.toString('latin1');
  return SIGNS.find(([, sign]) => sign.test(hex))?.[0] ?? isoMedia(text) ?? markup(text);
}

/** What a file that is no image is by its first bytes, in words; null: not known. */
export function notAnImage(head: Uint8Array): string | null {
  if (head.length === 0) return 'the file is empty';
  const text = Buffer.from(head.subarray(0, HEAD)).toString('latin1');
  if (text.startsWith('version https://git-lfs')) {
    return 'it is a Git LFS pointer, not the image: `git lfs pull` fetches it';
  }
  if (/^\s*<(?:!doctype html|html)/i.test(text)) return 'it is a web page, not an image';
  if (/^[\t\n\r\x20-\x7e]+$/.test(text)) return 'it is text, not an image';
  return null;
}

/** `sniff` for a file at a path; null also where it cannot be read. Opens regular files only. */
export function sniffFile(path: string): string | null {
  try {
    const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      if (!fstatSync(file).isFile()) return null;
      const head = new Uint8Array(HEAD);
      return sniff(head.subarray(0, readSync(file, head, 0, HEAD, 0)));
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}

const HEAD = 512;

/** By the bytes they begin with, in hex. */
const SIGNS: readonly (readonly [string, RegExp])[] = [
  ['JPEG', /^ffd8ff/],
  ['PNG', /^89504e470d0a1a0a/],
  ['GIF', /^47494638(?:37|39)61/],
  ['WebP', /^52494646.{8}57454250/],
  // Canon, Panasonic, Olympus, Fujifilm, Sigma, Minolta; others look like any TIFF.
  [
    'camera raw',
    /^(?:49492a00.{8}4352|49495500|4949524f|4d4d4f52|46554a4946494c4d|464f5662|004d524d)/,
  ],
  ['TIFF', /^(?:4949(?:2a|2b)00|4d4d00(?:2a|2b))/],
  ['BMP', /^424d.{8}00000000/],
  ['PSD', /^38425053/],
  ['ICO', /^0000(?:01|02)00/],
  ['PDF', /^25504446/],
  ['PostScript', /^(?:25215053|c5d0d3c6)/],
  ['JPEG XL', /^(?:ff0a|0000000c4a584c20)/],
  ['JPEG 2000', /^(?:0000000c6a502020|ff4fff51)/],
  ['JPEG XR', /^4949bc/],
  ['OpenEXR', /^762f3101/],
  ['Radiance HDR', /^233f(?:52414449414e4345|52474245)/],
  ['PNM', /^50(?:3[1-7]|46|66)(?:20|0a|0d|09)/],
  ['FITS', /^53494d504c4520203d/],
  ['DICOM', /^.{256}4449434d/],
  ['DDS', /^44445320/],
  ['XCF', /^67696d7020786366/],
];

/** HEIF's family: a file says by its brands what it holds. */
function isoMedia(text: string): string | null {
  if (text.slice(4, 8) !== 'ftyp') return null;
  const length = Math.min(text.length, readLength(text));
  const major = text.slice(8, 12);
  const brands = [major, ...(text.slice(16, length).match(/[\s\S]{4}/g) ?? [])];
  const has = (...names: readonly string[]) => brands.some((brand) => names.includes(brand));
  if (major === 'crx ') return 'camera raw';
  if (has('avif', 'avis')) return 'AVIF';
  return has('heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1') ? 'HEIC' : null;
}

function readLength(text: string): number {
  return [0, 1, 2, 3].reduce((length, i) => length * 256 + text.charCodeAt(i), 0);
}

/** Drawings name files and addresses to load, and take any size: never an image to decode. */
function markup(text: string): string | null {
  return /^(?:\xef\xbb\xbf)?\s*<(?:svg|\?xml|!--|!doctype svg)/i.test(text) ? 'SVG' : null;
}
