import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import type { TrialImagesDocument } from '../../src/results/documents/looking/trial-images.js';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { describeInBrowser } from './lab/chromium.js';
import { settled, usePages } from './lab/pages.js';
import { HOSTILE, makeSweep } from './lab/sweeps.js';

const ENDS = ['finished', 'finished', 'stopped', 'failed'] as const;

describeInBrowser('pages of a sweep and its trials', () => {
  const lab = usePages(async (file) => {
    const store = openStore(file);
    const made = await makeSweep(store, 64, { name: 'flowers', endOf: (n) => ENDS[n % 4]! });
    await store.close();
    return made;
  });
  afterEach(() => expect(lab.faults()).toEqual([]));
  const pageOf = (name: string, query = '') => lab.open(`/s/${lab.made.id}/${name}${query}`);
  const trialRows = (page: Page) => page.locator('.beneath tbody tr[data-row]');

  test('a brush that is typed filters the picture, the table and the count, and is in the address', async () => {
    const page = await pageOf('parameters');
    const chart = page.locator('[data-chart="parallel"]');
    await chart.locator('svg').first().waitFor();
    const before = await pictureOf(page, 'parallel');
    await page.getByText('Only trials with').first().click();
    const ends = page.getByRole('group', { name: 'learning_rate' }).first();
    await ends.getByLabel('from').fill('0.001');
    await ends.getByLabel('from').press('Enter');
    await expect.poll(() => new URL(page.url()).searchParams.get('brush')).toContain('0.001');
    const shown = await shownOf(page);
    expect(shown).toMatch(/^\d+ of 64 trials$/);
    const [kept] = shown.split(' ');
    expect(Number(kept)).toBeGreaterThan(0);
    expect(Number(kept)).toBeLessThan(64);
    expect(await trialRows(page).count()).toBe(Number(kept));
    for (const text of await page
      .locator('td[data-column="param learning_rate"]')
      .allInnerTexts()) {
      expect(Number(text)).toBeGreaterThanOrEqual(0.001);
    }
    expect(await pictureOf(page, 'parallel')).not.toBe(before);
    await page.keyboard.press('Escape');
    await page.locator('h1').click();
    await page.keyboard.press('Escape');
    await expect.poll(() => trialRows(page).count()).toBe(64);
    await page.context().close();
  });

  test('the same address gives the same picture and the same rows in another browser', async () => {
    const page = await pageOf('parameters');
    await page.getByText('Only trials with').first().click();
    const optimizer = page.getByRole('group', { name: 'optimizer' }).first();
    await optimizer.getByLabel('adamw').uncheck();
    await page.getByRole('button', { name: 'log learning_rate' }).click();
    await page.getByLabel('metric').selectOption('val_loss');
    await settled(page);
    await expect.poll(() => page.url()).toContain('linear=learning_rate');
    expect(page.url()).toContain('metric=val_loss');
    const [picture, rows] = [await pictureOf(page, 'parallel'), await trialRows(page).count()];
    expect(rows).toBeLessThan(64);
    const { pathname, search } = new URL(page.url());
    const other = await lab.open(`${pathname}${search}`);
    await expect.poll(() => pictureOf(other, 'parallel')).toBe(picture);
    expect(await trialRows(other).count()).toBe(rows);
    await page.context().close();
    await other.context().close();
  });

  test('a click on a curve selects its trial, and what is selected can be compared', async () => {
    const page = await pageOf('curves');
    const chart = page.locator('[data-chart="curves"]');
    const box = (await chart.boundingBox())!;
    await chart.scrollIntoViewIfNeeded();
    for (const share of [0.35, 0.75]) {
      await chart.click({ position: { x: box.width - 24, y: box.height * share } });
    }
    await expect.poll(() => page.url()).toContain('chosen=');
    const chosen = new URL(page.url()).searchParams.get('chosen')!.split(',');
    expect(await trialRows(page).count()).toBe(chosen.length);
    expect(chosen.length).toBe(2);
    await page.getByRole('link', { name: 'compare them' }).click();
    await expect.poll(() => page.url()).toContain(`/compare?trials=${chosen.join(',')}`);
    await page.context().close();
  });

  test('curves are smoothed, colored and drawn by seconds as the address says', async () => {
    const page = await pageOf('curves');
    const plain = await pictureOf(page, 'curves');
    await page.getByLabel('smoothing').fill('0.6');
    await page.getByRole('combobox', { name: 'by' }).selectOption('seconds');
    await expect.poll(() => page.url()).toContain('smooth=0.6');
    expect(page.url()).toContain('x=seconds');
    const drawn = await pictureOf(page, 'curves');
    expect(drawn).not.toBe(plain);
    await page.goBack();
    await page.goBack();
    await expect.poll(() => pictureOf(page, 'curves')).toBe(plain);
    await page.context().close();
  });

  test('stopped trials are hollow where they ended', async () => {
    const page = await pageOf('curves', '?states=stopped');
    const picture = await pictureOf(page, 'curves');
    expect(picture).toContain('fill="none"');
    await page.context().close();
  });

  test('a trial says what it has otherwise than the best, and its error as text', async () => {
    const failed = lab.made.trials[3]!;
    const page = await lab.open(`/t/${failed}`);
    await page.getByText(/differs? from trial/).waitFor();
    expect(await page.locator('tr.differs').count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'only what differs' }).click();
    expect(await page.locator('.fields tbody tr').count()).toBe(
      await page.locator('.fields tbody tr.differs').count(),
    );
    expect(await page.locator('.error').innerText()).toBe(`E_TRIAL: out of luck: ${HOSTILE}`);
    expect(await page.getByText(`thaw resume ${lab.made.id} --retry-failed`).count()).toBe(1);
    await page.context().close();
  });

  test('images that a trial gets wrong are shown when asked for, whatever their classes are called', async () => {
    const [id] = lab.made.trials;
    const page = await lab.open(`/t/${id}`);
    // Weights that would be kept; making such a document takes a network, and has tests of its own.
    await page.route(`**/api/trials/${id}`, async (route) => {
      const answer = await route.fetch();
      if (answer.status() === 304) return route.fulfill({ response: answer });
      const json = { ...(await answer.json()), weights: 'w' };
      return route.fulfill({ response: answer, json });
    });
    await page.route(`**/api/trials/${id}/images`, (route) => route.fulfill({ json: IMAGES }));
    await page.reload();
    const ask = page.getByRole('button', { name: 'show what it gets wrong' });
    await ask.focus();
    await page.keyboard.press('Enter');
    await page.getByText('It takes 1 of 4 validation images').waitFor();
    const [wrong] = await page.getByRole('list', { name: 'Most wrong images' }).all();
    expect(await wrong!.getByRole('img').getAttribute('alt')).toBe(
      `cat, val image a.png, taken for ${HOSTILE} (90 %), cat 5 %`,
    );
    expect(await page.locator('.confusion tbody tr').first().innerText()).toMatch(/^cat\s+2\s+1/);
    expect(await page.getByText('epoch 1', { exact: true }).count()).toBe(1);
    await page.context().close();
  });

  test('keys go to the trials before and after', async () => {
    const [first, second] = lab.made.trials;
    const page = await lab.open(`/t/${first}`);
    await page.getByRole('link', { name: `${second} →` }).waitFor();
    await page.keyboard.press(']');
    await expect.poll(() => new URL(page.url()).pathname).toBe(`/t/${second}`);
    await settled(page);
    await page.keyboard.press('[');
    await expect.poll(() => new URL(page.url()).pathname).toBe(`/t/${first}`);
    await page.context().close();
  });

  test('several trials stand side by side, differences first, the best value in bold', async () => {
    const ids = lab.made.trials.slice(0, 3);
    const page = await lab.open(`/compare?trials=${ids.join(',')}`);
    const titles = await page.locator('.fields thead th').allInnerTexts();
    expect(titles.map((title) => title.replace(/\s*×$/, ''))).toEqual(
      ids.map((id) => `trial ${id}`),
    );
    const rows = await page.locator('.fields').first().locator('tbody tr').allInnerTexts();
    expect(rows[0]).toContain('learning_rate');
    expect(await page.locator('td.best').count()).toBeGreaterThan(0);
    expect(await page.locator('p.test').count()).toBe(2);
    await page.getByRole('link', { name: `Leave out trial ${ids[1]}` }).click();
    await expect.poll(() => page.locator('.fields thead th').count()).toBe(2);
    expect(page.url()).toContain(`trials=${ids[0]},${ids[2]}`);
    await page.context().close();
  });

  test('trials that are not there are told of, and others can be named', async () => {
    const page = await lab.open('/compare');
    await page.getByText('Name two or more trials').waitFor();
    const [one, other] = lab.made.trials;
    await page.getByLabel('trials').fill(`${one}, ${other}`);
    await page.getByLabel('trials').press('Enter');
    await page.getByRole('heading', { name: 'What differs' }).waitFor();
    expect(page.url()).toContain(`trials=${one},${other}`);
    await page.context().close();
  });
});

/** A pixel. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const IMAGE = { split: 'val', from: 'a.png', label: 'cat', png: PNG } as const;
const IMAGES: TrialImagesDocument = {
  ...{ trial: 1, class_names: ['cat', HOSTILE], backend: 'wasm' },
  ...{ accuracy: 0.75, reported_accuracy: 0.75, wrong_images: 1, augmentation: 'flip' },
  confusion: [
    [2, 1],
    [0, 1],
  ],
  wrong: [{ ...IMAGE, predicted: HOSTILE, probability: 0.9, own_probability: 0.05 }],
  augmented: [{ image: IMAGE, epochs: [IMAGE, IMAGE] }],
};

/** What a chart shows, its own ids left out. */
async function pictureOf(page: Page, kind: string): Promise<string> {
  const chart = page.locator(`[data-chart="${kind}"] .drawing`).first();
  await chart.waitFor();
  const markup = await chart.evaluate((element) => element.innerHTML);
  return markup.replace(/\b(id|href|clip-path|aria-labelledby)="[^"]*"/g, '');
}

async function shownOf(page: Page): Promise<string> {
  await expect.poll(() => page.locator('.shown').count()).toBe(1);
  return page.locator('.shown').innerText();
}
