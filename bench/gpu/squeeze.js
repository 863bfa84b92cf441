#!/usr/bin/env node
// Weights and images in a form that compresses, for a machine for measurements, and back, to the bit.
//
//   node bench/gpu/squeeze.js weights|images FROM TO     (folders; of the cache, then to be packed)
//   node bench/gpu/squeeze.js --back weights|images FROM TO
//
// Floats: all exponents in one file, signs and mantissas in another. Images: mosaics of 16 x 16 as
// lossless WebP, at 4.4 bits a byte; those for training alone, and an index that knows of no others.

import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { readIndex, writeIndex } from '#dist/assets/datasets/store-index.js';

const ACROSS = 16;
const MOSAIC = ACROSS * ACROSS;

const { values, positionals } = parseArgs({
  options: { back: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [what = '', from = '', to = ''] = positionals;
const works = values.back
  ? { weights: joinFloats, images: cutMosaics }
  : { weights: splitFloats, images: makeMosaics };
const work = Object.entries(works).find(([name]) => name === what)?.[1];
if (!work || !to) throw new Error('Expected "weights" or "images", and two folders.');
mkdirSync(to, { recursive: true });
await work();

/** Files of floats are those called `*.bin`; others stay as they are. */
function splitFloats() {
  for (const name of readdirSync(from)) {
    if (!name.endsWith('.bin')) {
      copyFileSync(join(from, name), join(to, name));
      continue;
    }
    const words = wordsOf(readFileSync(join(from, name)));
    const exponents = new Uint8Array(words.length);
    const rest = new Uint8Array(3 * words.length);
    for (let i = 0; i < words.length; i += 1) {
      const word = words[i];
      exponents[i] = (word >>> 23) & 255;
      rest[3 * i] = word & 255;
      rest[3 * i + 1] = (word >>> 8) & 255;
      rest[3 * i + 2] = ((word >>> 16) & 127) | ((word >>> 24) & 128);
    }
    writeFileSync(join(to, `${name}.exponents`), exponents);
    writeFileSync(join(to, `${name}.rest`), rest);
  }
}

function joinFloats() {
  for (const name of readdirSync(from)) {
    if (name.endsWith('.rest')) continue;
    if (!name.endsWith('.exponents')) {
      copyFileSync(join(from, name), join(to, name));
      continue;
    }
    const floats = name.replace(/\.exponents$/, '');
    const exponents = readFileSync(join(from, name));
    const rest = readFileSync(join(from, `${floats}.rest`));
    const words = new Uint32Array(exponents.length);
    for (let i = 0; i < words.length; i += 1) {
      const top = rest[3 * i + 2];
      words[i] =
        ((top & 128) << 24) |
        (exponents[i] << 23) |
        ((top & 127) << 16) |
        (rest[3 * i + 1] << 8) |
        rest[3 * i];
    }
    writeFileSync(join(to, floats), words);
  }
}

/** @param {Buffer} bytes */
function wordsOf(bytes) {
  return new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

async function makeMosaics() {
  const found = readIndex(from);
  if (!found) throw new Error(`${from} holds no decoded images.`);
  const { side, classNames, labels } = found.index;
  const images = readFileSync(join(from, 'train.bin'));
  writeFileSync(
    join(to, 'index.json'),
    JSON.stringify({ side, classNames, labels: { train: labels.train }, skipped: [] }),
  );
  const bytes = MOSAIC * side * side * 3;
  for (let at = 0, number = 0; at < images.length; at += bytes, number += 1) {
    const raw = moved(padded(images.subarray(at, at + bytes), bytes), side, 'into');
    const size = {
      width: ACROSS * side,
      height: ACROSS * side,
      channels: /** @type {const} */ (3),
    };
    const file = await sharp(raw, { raw: size }).webp({ lossless: true, effort: 4 }).toBuffer();
    writeFileSync(join(to, mosaicName(number)), file);
  }
}

async function cutMosaics() {
  /** @type {import('#dist/assets/datasets/store-index.js').StoreIndex} */
  const index = JSON.parse(readFileSync(join(from, 'index.json'), 'utf8'));
  const count = index.labels.train?.length ?? 0;
  const mosaics = Array.from({ length: Math.ceil(count / MOSAIC) }, async (_, number) => {
    const raw = await sharp(join(from, mosaicName(number)))
      .removeAlpha()
      .raw()
      .toBuffer();
    return moved(raw, index.side, 'out of');
  });
  const images = Buffer.concat(await Promise.all(mosaics));
  writeFileSync(join(to, 'train.bin'), images.subarray(0, count * index.side ** 2 * 3));
  writeIndex(to, index);
}

/**
 * The last ones may be too few: black ones follow.
 *
 * @param {Buffer} images
 * @param {number} bytes
 */
function padded(images, bytes) {
  return Buffer.concat([images, Buffer.alloc(bytes - images.length)]);
}

/**
 * Images one after another as a mosaic, or a mosaic as images.
 *
 * @param {Buffer} bytes
 * @param {number} side
 * @param {'into' | 'out of'} direction
 */
function moved(bytes, side, direction) {
  const row = 3 * side;
  const to = Buffer.alloc(MOSAIC * side * row);
  for (let image = 0; image < MOSAIC; image += 1) {
    for (let y = 0; y < side; y += 1) {
      const apart = (image * side + y) * row;
      const joined = ((Math.floor(image / ACROSS) * side + y) * ACROSS + (image % ACROSS)) * row;
      const [source, target] = direction === 'into' ? [apart, joined] : [joined, apart];
      bytes.copy(to, target, source, source + row);
    }
  }
  return to;
}

/** @param {number} number */
function mosaicName(number) {
  return `${String(number).padStart(4, '0')}.webp`;
}
