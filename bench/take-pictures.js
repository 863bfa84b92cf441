#!/usr/bin/env node
// Takes the pictures of docs/dashboard.md: each page of the dashboard, 1280 pixels wide, of a database
// with results. Trials and images are those of the database; a machine without Chromium takes none.
//
//   node bench/take-pictures.js --db results/thaw.sqlite [--sweep 1] [--trial 12] [--beside 7] [--only sharing]
//
// --trial: one whose weights are kept, so that its images can be shown; --beside: what it is compared with.

import { spawn } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import sharp from 'sharp';

const { values } = parseArgs({
  options: {
    db: { type: 'string', default: 'results/thaw.sqlite' },
    sweep: { type: 'string', default: '1' },
    trial: { type: 'string', default: '1' },
    beside: { type: 'string', default: '2' },
    only: { type: 'string' },
    chromium: { type: 'string', default: process.env.THAW_CHROMIUM ?? '/usr/bin/chromium' },
  },
});
const { sweep, trial, beside } = values;
const clone = fileURLToPath(new URL('..', import.meta.url));
const folder = join(clone, 'docs', 'pictures');

/** Pixels; pages that are longer are cut off. */
const WIDTH = 1280;
const MOST_HEIGHT = 1700;
const MOST_BYTES = 150 * 1024;
/** Heights and numbers of colors. */
const TRIES = [
  [MOST_HEIGHT, 256],
  [MOST_HEIGHT, 128],
  [1400, 128],
  [1200, 128],
  [1000, 128],
  [1000, 64],
  [850, 64],
  [700, 64],
];

/** @typedef {import('playwright-core').Page} Page */

/** @type {readonly { readonly name: string, readonly at: string, readonly prepare?: (page: Page) => Promise<void> }[]} */
const pictures = [
  { name: 'overview', at: `/s/${sweep}` },
  { name: 'curves', at: `/s/${sweep}/curves?chosen=${trial},${beside}&top=5` },
  { name: 'parameters', at: `/s/${sweep}/parameters` },
  { name: 'sharing', at: `/s/${sweep}/sharing` },
  { name: 'trial', at: `/t/${trial}`, prepare: showImages },
  { name: 'compare', at: `/compare?trials=${trial},${beside}` },
  { name: 'advice', at: `/s/${sweep}/advice` },
  { name: 'images', at: `/s/${sweep}/look` },
];

const dashboard = spawn(
  process.execPath,
  [join(clone, 'bin', 'thaw.js'), 'dashboard', '--db', values.db, '--port', '0'],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
try {
  mkdirSync(folder, { recursive: true });
  await takeAll(await addressOf());
} finally {
  dashboard.kill('SIGINT');
}

/** @param {string} address */
async function takeAll(address) {
  const browser = await chromium.launch({
    executablePath: values.chromium,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  const viewport = { width: WIDTH, height: 900 };
  const page = await browser.newPage({ viewport, colorScheme: 'light', reducedMotion: 'reduce' });
  await page.goto(address);
  await page.getByRole('main').waitFor();
  for (const { name, at, prepare } of pictures) {
    if (values.only !== undefined && values.only !== name) continue;
    await page.goto(new URL(at, address).href);
    await settled(page);
    await prepare?.(page);
    await showAll(page);
    await keep(name, await page.screenshot({ fullPage: true }));
  }
  await browser.close();
}

/** Charts are made once they are about to be seen. @param {Page} page */
async function showAll(page) {
  const height = Number(await page.evaluate('document.documentElement.scrollHeight'));
  for (let top = 0; top < Math.min(height, MOST_HEIGHT); top += 400) {
    await page.evaluate(`scrollTo(0, ${top})`);
    await page.waitForTimeout(100);
  }
  await page.evaluate('scrollTo(0, 0)');
  await settled(page);
  await page.waitForTimeout(200);
}

/** @param {Page} page */
async function settled(page) {
  await page.getByRole('main').waitFor();
  await page.waitForTimeout(300);
  await page.locator('.waiting').first().waitFor({ state: 'detached', timeout: 120_000 });
}

/** @param {Page} page */
async function showImages(page) {
  const ask = page.getByRole('button', { name: 'show what it gets wrong' });
  if ((await ask.count()) === 0) return;
  await ask.click();
  await settled(page);
}

/** As much of it, in as many colors, as its size allows. @param {string} name @param {Buffer} png */
async function keep(name, png) {
  const { height = 0 } = await sharp(png).metadata();
  const file = join(folder, `${name}.png`);
  for (const [most, colors] of TRIES) {
    const cut = { left: 0, top: 0, width: WIDTH, height: Math.min(height, most) };
    await sharp(png).extract(cut).png({ palette: true, colors, effort: 10 }).toFile(file);
    if (statSync(file).size <= MOST_BYTES) break;
  }
  process.stdout.write(`${file}: ${statSync(file).size} bytes\n`);
}

/** @returns {Promise<string>} */
function addressOf() {
  let said = '';
  return new Promise((resolve, reject) => {
    dashboard.stdout.on('data', (chunk) => {
      said += String(chunk);
      const address = /http:\/\/\S+#token=[\w-]+/.exec(said)?.[0];
      if (address !== undefined) resolve(address);
    });
    dashboard.on('close', (code) => reject(new Error(`thaw dashboard ended with ${code}`)));
  });
}
