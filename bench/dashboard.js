#!/usr/bin/env node
// How the dashboard feels, in Chromium: until 64 trials and 5,000 trials (100,000 reports) can be used,
// until a filter has filtered, and how its memory grows while a sweep reports.
//
//   node bench/dashboard.js [--trials 64,5000] [--minutes 30]
//
// Chromium from the PATH, or THAW_CHROMIUM.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { openStore } from '#dist/store/sqlite/sqlite-store.js';
import { makeSweep, reportOf } from './dashboard/make-sweep.js';
import { median } from './median.js';

/** @import { Page } from 'playwright-core' */

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '64,5000' },
    minutes: { type: 'string', default: '30' },
  },
});
const BIN = fileURLToPath(new URL('../bin/thaw.js', import.meta.url));
const EPOCHS = 20;
const REPEATS = 5;
const browser = await chromium.launch({
  executablePath: process.env.THAW_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});

const sizes = [];
for (const trials of values.trials.split(',').map(Number)) sizes.push(await measure(trials));
await browser.close();

const result = {
  machine: { cpu: cpus()[0]?.model ?? '', cores: cpus().length },
  epochs: EPOCHS,
  sizes,
};
const results = fileURLToPath(new URL('results/', import.meta.url));
mkdirSync(results, { recursive: true });
const stamp = new Date().toISOString().slice(0, 16).replace(':', '');
writeFileSync(join(results, `dashboard-${stamp}.json`), `${JSON.stringify(result, null, 2)}\n`);
console.log(JSON.stringify(result, null, 2));

/** @param {number} trials */
async function measure(trials) {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-bench-'));
  const file = join(folder, 'thaw.sqlite');
  const sweep = await makeSweep(file, trials, EPOCHS);
  const server = await serve(file);
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    await page.goto(server.address);
    await page.getByRole('main').waitFor();
    const address = new URL(`/s/${sweep.id}`, server.address).href;
    const loads = [];
    for (let i = 0; i < REPEATS; i += 1) loads.push(await loadMs(page, address));
    const filters = [];
    for (let i = 0; i < REPEATS; i += 1) filters.push(await filterMs(page, i));
    const elements = await page.evaluate('document.querySelectorAll("*").length');
    const growth = await grow(page, file, sweep);
    return {
      ...{ trials, first_load_ms: loads[0], load_ms: median(loads), filter_ms: median(filters) },
      ...{ elements, ...growth },
    };
  } finally {
    server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Until the leaderboard's rows are there and the page answers.
 *
 * @param {Page} page
 * @param {string} address
 */
async function loadMs(page, address) {
  const start = performance.now();
  await page.goto(address, { waitUntil: 'commit' });
  await page.locator('tbody tr[data-row]').first().waitFor();
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))');
  return Math.round(performance.now() - start);
}

/**
 * From a key in the filter to the frame that shows its rows, as the page's own clock has it.
 *
 * @param {Page} page
 * @param {number} i
 * @returns {Promise<number>}
 */
async function filterMs(page, i) {
  await page.waitForTimeout(500);
  const text = `learning_rate<0.0${i + 1}`;
  return page.evaluate(`new Promise((done) => {
    const input = document.getElementById('filter');
    const start = performance.now();
    input.value = ${JSON.stringify(text)};
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    requestAnimationFrame(() => setTimeout(() => done(Math.round(performance.now() - start))));
  })`);
}

/**
 * Bytes of the page's memory before and after so many minutes of four reports a second.
 *
 * @param {Page} page
 * @param {string} file
 * @param {{ id: number, running: number }} sweep
 */
async function grow(page, file, { id, running }) {
  const minutes = Number(values.minutes);
  if (minutes === 0) return {};
  const cdp = await page.context().newCDPSession(page);
  const heap = async () => {
    await cdp.send('HeapProfiler.collectGarbage');
    return (await cdp.send('Runtime.getHeapUsage')).usedSize;
  };
  const store = openStore(file);
  await store.queue.lock(id);
  let epoch = EPOCHS;
  /** @param {number} milliseconds */
  const report = async (milliseconds) => {
    for (const end = Date.now() + milliseconds; Date.now() < end; epoch += 1) {
      await store.log.report([{ trialId: running, report: reportOf(running, epoch % 200) }]);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  };
  await report(Math.min(30_000, minutes * 10_000));
  const before = await heap();
  await report(minutes * 60_000);
  const after = await heap();
  await store.close();
  return { minutes, reports: epoch - EPOCHS, heap_before: before, heap_growth: after - before };
}

/** @param {string} file */
async function serve(file) {
  const child = spawn(process.execPath, [BIN, 'dashboard', '--db', file, '--port', '0'], {
    env: { ...process.env, THAW_SETUP: 'off' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const chunk of child.stdout) {
    said += chunk;
    const address = /http:\/\/\S+#token=[\w-]+/.exec(said)?.[0];
    if (address) return { address, stop: () => child.kill('SIGINT') };
  }
  throw new Error(`thaw dashboard ended: ${said}`);
}
