import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { createPictureDesk } from '../../src/app/pictures/picture-desk.js';
import type { World } from '../../src/app/world.js';
import { placeOfFile } from '../../src/core/places/place.js';
import { rngFor } from '../../src/core/random.js';
import type { LookDocument } from '../../src/results/documents/looking/look.js';
import { describeBackend } from '../golden/backends.js';
import { json, rowsOf, shown } from './results.js';
import { folderWith, thaw } from './thaw.js';

const SWEEP = `
method: grid
epochs: 2
keep: 4
data: { source: pics, train: 48, val: 24, image_size: 32 }
parameters:
  learning_rate: { value: 0.03 }
  augmentation: { values: [none, mixup] }
  unfrozen_layers: { value: 1 }
`;

const HUES = {
  ...{ red: [220, 40, 40], green: [40, 200, 60], blue: [50, 60, 220] },
  ...{ gray: [150, 150, 150], yellow: [220, 210, 40], violet: [170, 40, 190] },
} as const;

type Hue = keyof typeof HUES;

/** Noise of a class' own hue: what a network learns in an epoch or two. */
async function pics(folder: string, names: readonly Hue[]): Promise<void> {
  for (const name of names) {
    const hue = HUES[name];
    const place = join(folder, 'pics', 'train', name);
    mkdirSync(place, { recursive: true });
    for (let i = 0; i < 24; i += 1) {
      const rng = rngFor(name, i);
      const raw = Buffer.from(
        Array.from({ length: 6 * 6 * 3 }, (_, at) =>
          Math.floor(hue[at % 3]! * (0.3 + 0.7 * rng())),
        ),
      );
      const small = sharp(raw, { raw: { width: 6, height: 6, channels: 3 } });
      await small
        .resize(36, 36, { kernel: 'nearest' })
        .png()
        .toFile(join(place, `${i}.png`));
    }
  }
}

function worldIn(folder: string, env: World['env'] = { ...process.env }): World {
  return {
    env,
    worker: new URL('../../dist/worker/worker.js', import.meta.url),
    place: placeOfFile(join(folder, 'results', 'thaw.sqlite')),
    cores: 2,
    now: () => performance.now(),
    signal: new AbortController().signal,
    silenced: () => null,
    onLeave: () => () => undefined,
  };
}

for (const backend of ['wasm', 'tensorflow']) {
  describeBackend(backend, 'looking at images', () => {
    let folder: string;
    let rows: Awaited<ReturnType<typeof rowsOf>>;
    // Images of two classes lie in the other's folder by mistake, one each.
    const MISTAKES = [
      ['red', 'green'],
      ['green', 'blue'],
    ] as const;

    beforeAll(async () => {
      folder = folderWith({ 'sweep.yaml': SWEEP });
      await pics(folder, ['red', 'green', 'blue']);
      for (const [own, other] of MISTAKES) {
        for (const i of [0, 1, 2]) {
          const train = join(folder, 'pics', 'train');
          renameSync(join(train, own, `${i}.png`), join(train, other, `${own}-${i}.png`));
        }
      }
      const run = await thaw(['run', 'sweep.yaml', '--backend', backend], folder);
      expect(run.code, run.stderr).toBe(0);
      rows = await rowsOf(folder);
    });

    test('the matrix of each trial gives the very accuracy that its best epoch reported', async () => {
      const desk = createPictureDesk(worldIn(folder));
      for (const { trial } of rows) {
        const seen = await desk.trialImages(String(trial));
        const reports = (await shown(folder, trial)).reports.map((report) => report.val_accuracy!);
        expect(seen.backend).toBe(backend);
        expect(seen.accuracy).toBe(seen.reported_accuracy);
        expect(reports).toContain(seen.accuracy);
        const right = seen.confusion.reduce((sum, row, c) => sum + row[c]!, 0);
        const images = seen.confusion.flat().reduce((sum, n) => sum + n, 0);
        expect(images).toBe(24);
        expect(right / images).toBe(seen.accuracy);
        expect(seen.wrong).toHaveLength(images - right);
        expect(seen.augmented.map(({ epochs }) => epochs.length)).toEqual(Array(6).fill(2));
        expect(await desk.trialImages(String(trial))).toBe(seen);
      }
    });

    test('labels that are wrong are what the best trial doubts', async () => {
      const look = await thaw(
        ['look', 'sweep.yaml', '--trial', 'best', '--format', 'json'],
        folder,
      );
      const { labels, warnings } = json<LookDocument>(look);
      const isMistake = (from: string) => /\/(red|green)-\d/.test(from);
      const doubted = labels!.suspects.filter(({ from }) => isMistake(from));
      expect(labels!.images).toBe(24);
      expect(doubted.length).toBeGreaterThan(0);
      for (const { from, suggested } of doubted) expect(from).toContain(`/${suggested}-`);
      expect(labels!.suspects.length - doubted.length).toBeLessThanOrEqual(1);
      expect(warnings.find(({ kind }) => kind === 'label')?.images.length).toBe(
        labels!.suspects.length,
      );
    });

    test('nothing is written to the database, and the images are those of the trial or none', async () => {
      const world = worldIn(folder);
      const dump = () => {
        const db = new Database(world.place.at, { readonly: true });
        try {
          const tables = db
            .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            .pluck()
            .all() as string[];
          return tables.map((table) => db.prepare(`SELECT * FROM "${table}"`).all());
        } finally {
          db.close();
        }
      };
      const before = dump();
      const trial = String(rows[0]!.trial);
      await createPictureDesk(world).trialImages(trial);
      await createPictureDesk(world).look('1');
      expect(dump()).toEqual(before);
      writeFileSync(
        join(folder, 'pics', 'train', 'red', 'more.png'),
        await sharp({
          create: { width: 9, height: 9, channels: 3, background: 'red' },
        })
          .png()
          .toBuffer(),
      );
      await expect(createPictureDesk(world).trialImages(trial)).rejects.toThrow(
        `are not those that trial ${trial} trained on`,
      );
      const asked = await thaw(['look', 'sweep.yaml', '--trial', trial], folder);
      expect(asked.stderr).toContain(`are not those that trial ${trial} trained on`);
      expect(asked.code).toBe(2);
      // A page of the sweep still shows its images as they are now.
      expect((await createPictureDesk(world).look('1')).labels).toBeNull();
    });
  });
}

test('two folders of validation images that have changed places are found', async () => {
  const sweep = SWEEP.replace('train: 48, val: 24', 'val: folder').replace('none, mixup', 'none');
  const folder = folderWith({ 'sweep.yaml': sweep });
  const names: readonly Hue[] = ['red', 'green', 'blue', 'gray', 'yellow', 'violet'];
  await pics(folder, names);
  const places: Readonly<Partial<Record<Hue, Hue>>> = { red: 'green', green: 'red' };
  for (const name of names) {
    const place = join(folder, 'pics', 'val', places[name] ?? name);
    mkdirSync(place, { recursive: true });
    for (let i = 0; i < 8; i += 1) {
      renameSync(join(folder, 'pics', 'train', name, `${i}.png`), join(place, `${i}.png`));
    }
  }
  const run = await thaw(['run', 'sweep.yaml', '--backend', 'wasm'], folder);
  expect(run.code, run.stderr).toBe(0);
  const look = await thaw(['look', 'sweep.yaml', '--trial', 'best', '--format', 'json'], folder);
  const { labels, warnings } = json<LookDocument>(look);
  expect(labels!.swaps.map(({ classes }) => classes)).toEqual([['green', 'red']]);
  expect(warnings.find(({ kind }) => kind === 'swapped_classes')?.message).toContain(
    'green and red seem to have changed names',
  );
});
