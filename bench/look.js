// How long near-duplicates among CIFAR-10's images take to find, how many there are, and which changed
// copies of an image are found.
//
//   node bench/look.js [DUPLICATES.csv]
//
// The file is ciFAIR's list for CIFAR-10 (meta/duplicates_cifar10.csv of github.com/cvjena/cifair):
// test image, training image, distance, judgment (0 and 1: the same photograph; 2: very similar).

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { cifar10 } from '#dist/assets/datasets/cifar10.js';
import { createNearDuplicates } from '#dist/images/near/near-duplicates.js';
import { reducedImage } from '#dist/images/near/reduced-image.js';
import { cacheDir } from '#dist/machine/cache-dir.js';

const SIDE = 32;
const PIXELS = 3 * SIDE * SIDE;
const data = { source: 'cifar10', decodeSize: SIDE };

const cache = cacheDir(process.env);
await cifar10.prepare(data, { cacheDir: cache, skipBad: false, progress: () => undefined });
const dataset = await cifar10.open(data, cache);
const near = createNearDuplicates(50_000);

const started = performance.now();
for (const image of imagesOf('train')) near.add(reducedImage(image, SIDE));
const added = performance.now();
const found = imagesOf('test').map((image) => near.find(reducedImage(image, SIDE)));
const ended = performance.now();
const pairs = found.flatMap((one, test) => (one ? [{ test, train: one.place }] : []));
console.log(`50,000 images taken in: ${seconds(added - started)}`);
console.log(`10,000 images compared with them: ${seconds(ended - added)}`);
console.log(
  `nearly the same: ${pairs.length}, mirrored ${found.filter((one) => one?.mirrored).length}`,
);
if (process.argv[2]) compareWithList(process.argv[2]);
await tryCopies();
dataset.close();

/** @param {string} file */
function compareWithList(file) {
  const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1);
  const listed = rows.map((row) => row.split(',').map(Number));
  const tests = new Set(pairs.map(({ test }) => test));
  for (const [name, worst, best] of /** @type {const} */ ([
    ['the same photograph', 0, 1],
    ['very similar', 2, 2],
  ])) {
    const own = listed.filter(([, , , judgment]) => judgment >= worst && judgment <= best);
    const seen = own.filter(([test]) => tests.has(Number(test)));
    console.log(`of ${own.length} listed as ${name}: ${seen.length}`);
  }
  const all = new Set(listed.map(([test]) => test));
  const others = pairs.filter(({ test }) => !all.has(test));
  console.log(`not listed: ${others.length}`);
}

/** Copies of every 50th training image, changed in one way each. */
async function tryCopies() {
  /** @type {Readonly<Record<string, (image: import('sharp').Sharp) => import('sharp').Sharp>>} */
  const changes = {
    'as they are': (image) => image,
    mirrored: (image) => image.flop(),
    'brighter by a fifth': (image) => image.modulate({ brightness: 1.2 }),
    'darker by a fifth': (image) => image.modulate({ brightness: 0.8 }),
    'less saturated by half': (image) => image.modulate({ saturation: 0.5 }),
    gray: (image) => image.grayscale(),
    'blurred by a pixel': (image) => image.blur(1),
    'cut by a pixel each side': (image) => cut(image, 1),
    'cut by two pixels each side': (image) => cut(image, 2),
    'moved by two pixels': (image) =>
      image
        .extract({ left: 2, top: 0, width: 30, height: 32 })
        .extend({ right: 2, extendWith: 'copy' }),
    'turned by 5 degrees': (image) => image.rotate(5).resize(SIDE, SIDE, { fit: 'cover' }),
    'as JPEG of quality 40': (image) => image.jpeg({ quality: 40 }),
  };
  const rows = Array.from({ length: 1000 }, (_, i) => 50 * i);
  for (const [name, change] of Object.entries(changes)) {
    let right = 0;
    let wrong = 0;
    for (const row of rows) {
      const raw = { width: SIDE, height: SIDE, channels: /** @type {const} */ (3) };
      const encoded = await change(sharp(dataset.read('train', [row]), { raw }))
        .toFormat(name.includes('JPEG') ? 'jpeg' : 'png', { quality: 40 })
        .toBuffer();
      const copy = await sharp(encoded).toColourspace('srgb').removeAlpha().raw().toBuffer();
      const one = near.find(reducedImage(copy.length === PIXELS ? copy : tripled(copy), SIDE));
      if (one?.place === row) right += 1;
      else if (one) wrong += 1;
    }
    console.log(`copies ${name}: ${right} of ${rows.length} found, ${wrong} taken for another`);
  }
}

/** @param {import('sharp').Sharp} image @param {number} by */
function cut(image, by) {
  const side = SIDE - 2 * by;
  return image.extract({ left: by, top: by, width: side, height: side }).resize(SIDE, SIDE);
}

/** @param {Buffer} gray */
function tripled(gray) {
  return Uint8Array.from({ length: 3 * gray.length }, (_, i) => gray[Math.floor(i / 3)] ?? 0);
}

/** @param {'train' | 'test'} split */
function imagesOf(split) {
  const rows = Uint32Array.from(dataset.labels(split), (_, row) => row);
  const all = dataset.read(split, rows);
  return Array.from(rows, (row) => all.subarray(row * PIXELS, (row + 1) * PIXELS));
}

/** @param {number} ms */
function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}
