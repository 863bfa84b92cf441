import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { seedResults, TRIALS } from '../cli/seed-results.js';
import { describeInBrowser, launchBrowser } from './lab/chromium.js';

const THAW = fileURLToPath(new URL('../../bin/thaw.js', import.meta.url));

const HOSTILE = '"><img src=x onerror="document.title=1">';

describeInBrowser('a report', () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    browser = await launchBrowser();
    folder = mkdtempSync(join(tmpdir(), 'thaw-report-'));
    const trials = TRIALS.map((trial) => ({
      ...trial,
      params: { ...trial.params, [HOSTILE]: '</script><script>document.title = 2</script>' },
    }));
    await seedResults(folder, trials, { name: HOSTILE });
    execFileSync(process.execPath, [THAW, 'report', '-o', 'report.html'], { cwd: folder });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The file as a person opens it, and what went wrong in it or went out of it. */
  async function open(
    options: BrowserContextOptions = {},
  ): Promise<{ page: Page; wrong: string[] }> {
    const context = await browser.newContext(options);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const wrong: string[] = [];
    page.on('console', (message) => wrong.push(message.text()));
    page.on('pageerror', (error) => wrong.push(error.message));
    page.on('request', (request) => {
      if (!request.url().endsWith('/report.html')) wrong.push(request.url());
    });
    await page.goto(pathToFileURL(join(folder, 'report.html')).href);
    return { page, wrong };
  }

  test('opens from the disk, offline, with its charts drawn and no name run', async () => {
    const { page, wrong } = await open({ offline: true });
    expect(await page.title()).toBe(`${HOSTILE}: a sweep of Thaw`);
    expect(await page.locator('figure svg').count()).toBeGreaterThan(1);
    const fill = page.locator('figure svg rect').first();
    expect(await fill.evaluate((rect) => getComputedStyle(rect).fill)).toBe('rgb(255, 255, 255)');
    expect(await page.locator('img').count()).toBe(0);
    expect(wrong).toEqual([]);
  });

  test('is sorted by a column, by keyboard too, and goes back', async () => {
    const { page } = await open();
    const trials = () => page.locator('#leaderboard tbody td:nth-child(2)').allTextContents();
    expect(await trials()).toEqual(['2', '1', '3', '4']);
    const head = page.locator('#leaderboard th', { hasText: /^trial$/ });
    await head.getByRole('button').click();
    expect(await trials()).toEqual(['1', '2', '3', '4']);
    expect(await head.getAttribute('aria-sort')).toBe('ascending');
    await page.keyboard.press('Enter');
    expect(await trials()).toEqual(['4', '3', '2', '1']);
    await page.keyboard.press('Enter');
    expect(await trials()).toEqual(['2', '1', '3', '4']);
    expect(await head.getAttribute('aria-sort')).toBeNull();

    // The one without a value comes last, whichever way.
    const value = page.locator('#leaderboard th button', { hasText: 'val_accuracy' });
    await value.click();
    expect(await trials()).toEqual(['1', '2', '3', '4']);
    await value.click();
    expect(await trials()).toEqual(['3', '2', '1', '4']);
  });

  test.each(['light', 'dark'] as const)(
    'reads well in %s, wide and narrow',
    async (colorScheme) => {
      for (const width of [1200, 320]) {
        const viewport = { width, height: 800 };
        const { page } = await open({ colorScheme, viewport, bypassCSP: true });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
        await page.addScriptTag({ content: axe.source });
        const found = await page.evaluate(async () => {
          const loaded = window as unknown as {
            axe: { run(): Promise<{ violations: { id: string; impact: string }[] }> };
          };
          const { violations } = await loaded.axe.run();
          return violations.map(({ id, impact }) => `${id} (${impact})`);
        });
        expect(found).toEqual([]);
      }
    },
  );
});
