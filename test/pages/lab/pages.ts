import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { launchBrowser } from './chromium.js';
import { type Dashboard, startDashboard } from './dashboard.js';

export interface PagesLab<Made> {
  readonly file: string;
  /** What `make` made. */
  readonly made: Made;
  dashboard: Dashboard;
  readonly browser: Browser;
  /** A browser's profile of its own, with a session; whatever goes wrong in it fails the test. */
  context(options?: BrowserContextOptions): Promise<BrowserContext>;
  /** A page in a context of its own, or in `context`, once it shows what it is of. */
  open(path: string, context?: BrowserContext): Promise<Page>;
  /** What went wrong in pages since it was last asked. */
  faults(): readonly string[];
}

/** A database, the program that shows it and a browser, for all tests of a file. */
export function usePages<Made>(make: (file: string) => Promise<Made>): PagesLab<Made> {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-pages-'));
  const file = join(folder, 'thaw.sqlite');
  const faults: string[] = [];
  const lab = {
    file,
    async context(options: BrowserContextOptions = {}) {
      const context = await lab.browser.newContext({ reducedMotion: 'reduce', ...options });
      await watch(context, lab.dashboard, faults);
      const page = await context.newPage();
      await page.goto(lab.dashboard.address);
      await page.getByRole('main').waitFor();
      await page.close();
      return context;
    },
    async open(path: string, context?: BrowserContext) {
      const page = await (context ?? (await lab.context())).newPage();
      await page.goto(new URL(path, lab.dashboard.address).href);
      await settled(page);
      return page;
    },
    faults: () => faults.splice(0),
  } as unknown as PagesLab<Made> & { made: Made; browser: Browser };
  beforeAll(async () => {
    lab.made = await make(file);
    lab.dashboard = await startDashboard(file);
    lab.browser = await launchBrowser();
  });
  afterAll(async () => {
    await lab.browser?.close();
    await lab.dashboard?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return lab;
}

/** Once a page has drawn what it asked for. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('main').waitFor();
  await expect.poll(() => page.locator('.waiting').count(), { timeout: 30_000 }).toBe(0);
}

/** Nothing but the dashboard may be asked, and nobody may complain. */
async function watch(context: BrowserContext, dashboard: Dashboard, faults: string[]) {
  await context.route(
    (url) => url.port !== String(dashboard.port),
    (route) => {
      faults.push(`asked ${route.request().url()}`);
      return route.abort();
    },
  );
  context.on('console', (message) => {
    if (!['error', 'warning'].includes(message.type())) return;
    faults.push(`${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => faults.push(String(error.error())));
  context.on('dialog', (dialog) => {
    faults.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
}
