#!/usr/bin/env node
// Whether the programs that `thaw export` writes for read it, as what it is: exports a real trial and
// its sweep to every format, and lets the reader itself compare them with what Thaw says.
//
//   node bench/readers.js [--db results/thaw.sqlite] [--trial best] [--only onnx,timm] [--images 9]
//   node bench/readers.js --install     only makes bench/.venv-readers, which tests use as well
//
// Of each format there is a script `readers/verify_FORMAT.py`; THAW_READERS names another Python.

/** @import { ExportFormat } from '#dist/exports/export-format.js' */

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { rngFor } from '#dist/core/random.js';
import { exportFormats } from '#dist/exports/formats/index.js';
import { resizeAndNormalize } from '#dist/images/resizing/resize.js';
import { readersPython } from './torch-venv.js';

const { values } = parseArgs({
  options: {
    db: { type: 'string', default: 'results/thaw.sqlite' },
    trial: { type: 'string', default: 'best' },
    only: { type: 'string' },
    images: { type: 'string', default: '9' },
    install: { type: 'boolean', default: false },
  },
});
/** @param {string} name */
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const python = process.env.THAW_READERS ?? readersPython();
const folder = mkdtempSync(join(tmpdir(), 'thaw-readers-'));

try {
  if (!values.install) process.exitCode = (await verifyAll()) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

async function verifyAll() {
  const asked = values.only?.split(',') ?? exportFormats.map(({ name }) => name);
  let all = true;
  for (const format of exportFormats.filter(({ name }) => asked.includes(name))) {
    const script = here(`readers/verify_${format.name.replaceAll('-', '_')}.py`);
    if (!existsSync(script)) {
      console.log(`${format.name}: no script`);
      continue;
    }
    const expected = join(folder, `${format.name}.json`);
    const document = await (format.of === 'trial' ? trialCase(format) : sweepCase(format));
    writeFileSync(expected, JSON.stringify(document));
    const { status, stdout, stderr } = spawnSync(python, [script, expected], { encoding: 'utf8' });
    console.log(`${format.name}: ${status === 0 ? 'reads it' : 'DOES NOT AGREE'}`);
    console.log((status === 0 ? stdout : stdout + stderr).trim().replaceAll(/^/gm, '  '));
    all &&= status === 0;
  }
  return all;
}

/**
 * What the reader of a trial's network is to find: Thaw's own probabilities of some images.
 *
 * @param {ExportFormat} format
 */
async function trialCase({ name, writes }) {
  const output = join(folder, `a trial ü${writes === 'folder' ? '' : writes}`);
  const { trial } = thaw('export', values.trial, '--to', name, '-o', output);
  const { recipe, made_of } = thaw('show', String(trial));
  const files = await drawImages(recipe);
  const paths = files.map(({ path }) => path);
  const top = String(made_of.class_names.length);
  const { predictions } = thaw('predict', String(trial), ...paths, '--top', top);
  const images = join(folder, 'images');
  writeFileSync(images, planesOf(files, recipe.image_size));
  const probabilities = predictions.map((/** @type {Predicted} */ { classes }) =>
    made_of.class_names.map(
      (/** @type {string} */ own) => classes.find(({ name }) => name === own)?.probability,
    ),
  );
  return { cases: [{ output, class_names: made_of.class_names, images, probabilities, paths }] };
}

/**
 * What the reader of a sweep's results is to find.
 *
 * @param {ExportFormat} format
 */
async function sweepCase({ name, writes }) {
  const database = resolve(values.db);
  if (writes === 'address') {
    // The script starts a server and exports to it.
    const command = [process.execPath, here('../bin/thaw.js'), 'export', '--to', name];
    const { sweep } = thaw('leaderboard');
    return { command: [...command, '--db', database, '--format', 'json'], database, sweep };
  }
  const output = join(folder, `a sweep ü${writes === 'folder' ? '' : writes}`);
  const { sweep } = thaw('export', '--to', name, '-o', output);
  return { output, database, sweep };
}

/** @typedef {{ classes: { name: string, probability: number }[] }} Predicted */
/** @typedef {{ path: string, side: number, pixels: Uint8Array }} Drawn */

/**
 * Smooth images of the size that the trial decodes to, so that the network alone is compared.
 *
 * @param {{ data: { source: string, decode_size: number } }} recipe
 * @returns {Promise<readonly Drawn[]>}
 */
async function drawImages({ data }) {
  const side = data.source === 'cifar10' ? 32 : data.decode_size;
  const count = Number(values.images);
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const draw = rngFor('readers', i);
      const small = Uint8Array.from({ length: 4 * 4 * 3 }, () => 256 * draw());
      const pixels = await sharp(small, { raw: { width: 4, height: 4, channels: 3 } })
        .resize(side, side)
        .raw()
        .toBuffer();
      const path = join(folder, `${i}.png`);
      await sharp(pixels, { raw: { width: side, height: side, channels: 3 } }).toFile(path);
      return { path, side, pixels };
    }),
  );
}

/**
 * As the network takes them, but for its normalization: [n, 3, size, size] of RGB in 0..1.
 *
 * @param {readonly Drawn[]} files
 * @param {number} size
 */
function planesOf(files, size) {
  const area = size * size;
  const planes = new Float32Array(files.length * 3 * area);
  for (const [i, { side, pixels }] of files.entries()) {
    const resized = new Float32Array(3 * area);
    const shape = { size: 1, height: side, width: side };
    const unit = 1 / 255;
    resizeAndNormalize(pixels, shape, size, [0, 0, 0], [unit, unit, unit], resized);
    for (let at = 0; at < resized.length; at += 1) {
      planes[(i * 3 + (at % 3)) * area + Math.floor(at / 3)] = resized[at];
    }
  }
  return planes;
}

/** @param {string[]} command */
function thaw(...command) {
  const args = [here('../bin/thaw.js'), ...command, '--db', resolve(values.db), '--format', 'json'];
  const env = { ...process.env, THAW_SETUP: 'off' };
  return JSON.parse(execFileSync(process.execPath, args, { env, encoding: 'utf8' }));
}
