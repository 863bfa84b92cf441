import axe from 'axe-core';
import Sqlite from 'better-sqlite3';
import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { describeInBrowser } from './lab/chromium.js';
import { addressFor, viewPaths } from './lab/every-view.js';
import { settled, usePages } from './lab/pages.js';
import { CLOSING, HOSTILE, makeEverySweep } from './lab/sweeps.js';

describeInBrowser('every page', () => {
  const lab = usePages(makeEverySweep);
  const paths = viewPaths();
  // These sweeps have no images to look at, and a page may say so.
  const hasImages = (text: string) => !/\/look\)?$/.test(text);
  afterEach(() => expect(lab.faults().filter(hasImages)).toEqual([]));

  const kinds = ['mixed', 'none', 'one', 'failed', 'stopped', 'minimized'] as const;
  test.each(kinds)('shows a sweep of the kind "%s" without a fault', async (kind) => {
    const context = await lab.context();
    for (const path of paths) {
      const address = addressFor(path, lab.made[kind]);
      if (address === null) continue;
      const page = await lab.open(address, context);
      const text = await page.locator('body').innerText();
      expect(text, address).not.toMatch(/\bNaN\b|undefined|\[object|Infinity/);
      const alerts = await page.getByRole('alert').allInnerTexts();
      if (hasImages(address)) expect(alerts, address).toEqual([]);
      await page.close();
    }
    await context.close();
  });

  test('shows names that mean harm as what they are', async () => {
    const context = await lab.context();
    const seen: string[] = [];
    for (const path of paths) {
      const page = await lab.open(addressFor(path, lab.made.mixed)!, context);
      seen.push(await page.content());
      const made = await page.evaluate(
        () => document.querySelectorAll('body img[src="x"], body script').length,
      );
      expect(made, path).toBe(0);
      await page.close();
    }
    expect(
      seen.some((html) => html.includes(HOSTILE.replace('<', '&lt;').replace('>', '&gt;'))),
    ).toBe(true);
    const page = await lab.open(`/s/${lab.made.mixed.id}`, context);
    expect(await page.getByText(CLOSING).count()).toBeGreaterThan(0);
    await context.close();
  });

  test.each(['light', 'dark'] as const)(
    'has nothing serious for axe to say, %s',
    async (scheme) => {
      const context = await lab.context({ colorScheme: scheme });
      for (const path of paths) {
        const page = await lab.open(addressFor(path, lab.made.mixed)!, context);
        expect(await serious(page, scheme === 'dark'), path).toEqual([]);
        await page.close();
      }
      await context.close();
    },
  );

  test('fits a screen 320 pixels wide', async () => {
    const context = await lab.context({ viewport: { width: 320, height: 640 } });
    for (const path of paths) {
      const page = await lab.open(addressFor(path, lab.made.mixed)!, context);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide, path).toBeLessThanOrEqual(320);
      await page.close();
    }
    await context.close();
  });

  test('counts trials as the database does', async () => {
    const db = new Sqlite(lab.file, { readonly: true });
    const stored = db
      .prepare('select state, count(*) as n from trials where sweep_id = ? group by state')
      .all(lab.made.mixed.id) as { state: string; n: number }[];
    db.close();
    const page = await lab.open(`/s/${lab.made.mixed.id}`);
    const shown = await page
      .locator('header .counts li')
      .evaluateAll((items) =>
        items.map((item) => [
          item.getAttribute('data-state'),
          Number(item.querySelector('b')?.textContent),
        ]),
      );
    expect(Object.fromEntries(shown)).toEqual(
      Object.fromEntries(stored.map(({ state, n }) => [state, n])),
    );
    for (const { state, n } of stored) {
      const address = `/s/${lab.made.mixed.id}?states=${state}`;
      await page.goto(new URL(address, lab.dashboard.address).href);
      await settled(page);
      expect(await page.locator('tbody tr[data-row]').count(), state).toBe(n);
    }
    await page.context().close();
  });

  test('tells a browser without a key what to do', async () => {
    const context = await lab.browser.newContext();
    const page = await context.newPage();
    await page.goto(new URL('/s/1', lab.dashboard.address).href);
    await page.getByText('open the address that').first().waitFor();
    await context.close();
  });
});

/** In the dark only colors differ. */
async function serious(page: Page, colorsOnly: boolean): Promise<readonly string[]> {
  // Beside the page's own policy, as an extension's script would be.
  await page.evaluate(axe.source);
  const violations = await page.evaluate(
    async (rules) => {
      const { axe } = globalThis as unknown as {
        axe: { run(options: object): Promise<{ violations: Violation[] }> };
      };
      return (await axe.run(rules ? { runOnly: rules } : {})).violations;
    },
    colorsOnly ? ['color-contrast', 'link-in-text-block'] : null,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' ')}`);
}

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}
