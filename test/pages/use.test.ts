import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { describeInBrowser } from './lab/chromium.js';
import { settled, usePages } from './lab/pages.js';
import { makeSweep } from './lab/sweeps.js';

describeInBrowser('a person at a sweep', () => {
  const lab = usePages(async (file) => {
    const store = openStore(file);
    const made = await makeSweep(store, 30, {
      name: 'used',
      endOf: (n) => (n % 5 === 4 ? 'stopped' : 'finished'),
    });
    const many = await makeSweep(store, 5000, { name: 'many' });
    await store.close();
    return { ...made, many };
  });
  afterEach(() => expect(lab.faults()).toEqual([]));
  const picture = async (page: Page) =>
    (await page.locator('figure .drawing').first().innerHTML()).replaceAll(
      /id="[^"]*"|aria-labelledby="[^"]*"/g,
      '',
    );
  const query = (page: Page) => decodeURIComponent(new URL(page.url()).search);

  test('sees the same from a copied address, in another browser', async () => {
    const page = await lab.open(`/s/${lab.made.id}`);
    const chart = page.locator('[data-chart="best"]');
    const whole = await picture(page);
    await drag(page, [0.3, 0.3], [0.7, 0.8]);
    await expect.poll(() => query(page)).toContain('zoom=');
    await page.locator('#filter').fill('learning_rate>0.001');
    await page.getByRole('button', { name: 'finished', exact: true }).click();
    await page.getByRole('button', { name: 'epochs' }).click();
    await expect.poll(() => query(page)).toContain('sort=-epochs');
    const shown = await picture(page);
    expect(shown).not.toBe(whole);
    const rows = await page.locator('tbody tr').allInnerTexts();
    expect(rows.length).toBeLessThan(24);
    const address = page.url();
    await chart.focus();
    const other = await lab.open(address);
    expect(await picture(other)).toBe(shown);
    await expect.poll(() => other.locator('tbody tr').allInnerTexts()).toEqual(rows);
    await other.context().close();
    await page.context().close();
  });

  test('goes back and forward through what was set', async () => {
    const page = await lab.open(`/s/${lab.made.id}`);
    await page.getByRole('button', { name: 'epochs' }).click();
    await page.getByRole('button', { name: 'stopped', exact: true }).click();
    expect(await page.locator('tbody tr').count()).toBe(6);
    await page.goBack();
    expect(await page.locator('tbody tr').count()).toBe(30);
    expect(query(page)).toBe('?sort=-epochs');
    await page.goBack();
    expect(query(page)).toBe('');
    await page.goForward();
    await page.goForward();
    expect(await page.locator('tbody tr').count()).toBe(6);
    expect(
      await page.getByRole('button', { name: 'stopped', exact: true }).getAttribute('aria-pressed'),
    ).toBe('true');
    await page.locator('tbody a[href^="/t/"]').first().click();
    await settled(page);
    await page.goBack();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(6);
    await page.context().close();
  });

  test('zooms by drag, wheel and keys, and comes back to all of it', async () => {
    const page = await lab.open(`/s/${lab.made.id}`);
    const whole = await picture(page);
    const chart = page.locator('[data-chart="best"]');
    await drag(page, [0.3, 0.3], [0.7, 0.8]);
    await expect.poll(() => query(page)).toContain('zoom=trial:');
    await page.getByRole('button', { name: 'show all' }).click();
    await expect.poll(() => query(page)).toBe('');
    expect(await picture(page)).toBe(whole);
    await chart.focus();
    await page.keyboard.press('+');
    await expect.poll(() => query(page)).toContain('zoom=');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('0');
    await expect.poll(() => query(page)).toBe('');
    const box = (await chart.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.wheel(0, -200);
    await expect.poll(() => query(page)).toContain('zoom=');
    await page.goBack();
    await expect.poll(() => query(page)).not.toContain('zoom=');
    await page.context().close();
  });

  test('points at a trial, is told of it, and opens it with a click', async () => {
    const page = await lab.open(`/s/${lab.made.id}`);
    const dot = page.locator('[data-chart="best"] [data-trial="7"]').first();
    const box = (await dot.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await expect
      .poll(() => page.locator('.tooltip').innerText())
      .toMatch(/trial 7, finished, val_accuracy[\s\S]*learning_rate/);
    await page.mouse.down();
    await page.mouse.up();
    await expect.poll(() => new URL(page.url()).pathname).toBe('/t/7');
    await page.context().close();
  });

  test('reads a chart as numbers, and takes it away as SVG, PNG and CSV', async () => {
    const page = await lab.open(`/s/${lab.made.id}`);
    await page.getByRole('button', { name: 'show data' }).click();
    expect(await page.locator('figcaption table tbody tr').count()).toBeGreaterThan(20);
    const starts: Record<string, string> = { SVG: '<svg', PNG: '\u{89}PNG', CSV: 'trial' };
    for (const [kind, start] of Object.entries(starts)) {
      const waiting = page.waitForEvent('download');
      await page.getByRole('button', { name: kind, exact: true }).click();
      const download = await waiting;
      expect(download.suggestedFilename()).toBe(`best.${kind.toLowerCase()}`);
      const chunks = [];
      for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
      expect(Buffer.concat(chunks).toString('latin1').slice(0, start.length)).toBe(start);
    }
    await page.context().close();
  });

  test('does all by keys', async () => {
    const page = await lab.open('/');
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await settled(page);
    expect(new URL(page.url()).pathname).toBe(`/s/${lab.made.id}`);
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    expect(query(page)).toMatch(/^\?chosen=\d+,\d+$/);
    await page.keyboard.press('c');
    await expect.poll(() => new URL(page.url()).pathname).toBe('/compare');
    await page.goBack();
    await page.locator('#filter').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('jp?x');
    expect(await page.locator('#filter').inputValue()).toBe('jp?x');
    await page.locator('#filter').fill('');
    await page.locator('main').focus();
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await expect.poll(() => new URL(page.url()).pathname).toMatch(/^\/t\/\d+$/);
    await settled(page);
    const here = page.url();
    await page.keyboard.press('[');
    await expect.poll(() => page.url()).not.toBe(here);
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await expect.poll(() => new URL(page.url()).pathname).toBe(`/s/${lab.made.id}/curves`);
    const before = await page.locator('html').getAttribute('data-theme');
    await page.keyboard.press('d');
    expect(await page.locator('html').getAttribute('data-theme')).not.toBe(before);
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await expect.poll(() => new URL(page.url()).pathname).toBe('/');
    await page.context().close();
  });

  test('reaches every control by Tab', async () => {
    const page = await lab.open(`/s/${lab.made.id}?filter=trial<9`);
    const missed = () =>
      page.evaluate(() => {
        const all = 'a[href], button:not(:disabled), input, select, summary, .plot-box, .table-box';
        return [...document.querySelectorAll<HTMLElement>(all)]
          .filter((each) => each.checkVisibility() && !each.hasAttribute('data-met'))
          .map((each) => each.outerHTML.slice(0, 80));
      });
    const wanted = (await missed()).length;
    expect(wanted).toBeGreaterThan(50);
    for (let i = 0; i < wanted; i += 1) {
      await page.keyboard.press('Tab');
      await page.evaluate(() => document.activeElement?.setAttribute('data-met', ''));
    }
    expect(await missed()).toEqual([]);
    await page.context().close();
  });

  test('goes through five thousand trials with few elements', async () => {
    const page = await lab.open(`/s/${lab.made.many.id}`);
    const elements = () => page.evaluate(() => document.querySelectorAll('*').length);
    expect(await elements()).toBeLessThan(3000);
    expect(await page.locator('[data-chart="best"] canvas').count()).toBe(1);
    await page.locator('.table-box.long').evaluate((box) => {
      box.scrollTop = box.scrollHeight;
    });
    await expect.poll(() => page.locator('tr[aria-rowindex="5001"]').count()).toBe(1);
    expect(await elements()).toBeLessThan(3000);
    await page.locator('#filter').fill('optimizer=adamw learning_rate<0.001');
    await expect.poll(() => page.locator('.shown').innerText()).toMatch(/^\d{3} of 5,000 trials$/);
    await page.context().close();
  });

  async function drag(page: Page, from: readonly [number, number], to: readonly [number, number]) {
    const box = (await page.locator('[data-chart="best"]').boundingBox())!;
    await page.mouse.move(box.x + from[0] * box.width, box.y + from[1] * box.height);
    await page.mouse.down();
    await page.mouse.move(box.x + to[0] * box.width, box.y + to[1] * box.height, { steps: 4 });
    await page.mouse.up();
  }
});
