import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { rngFor } from '../../src/core/random.js';
import type { LookDocument } from '../../src/results/documents/looking/look.js';
import { json } from '../e2e/results.js';
import { thaw } from '../e2e/thaw.js';

interface Pictures {
  readonly width?: number;
  readonly height?: number;
  readonly isGray?: boolean;
}

/** An image of soft blobs, always the same by its number. */
function picture(number: number, { width = 40, height = 40, isGray = false }: Pictures = {}) {
  const rng = rngFor('picture', number);
  const raw = Buffer.from(Array.from({ length: 5 * 5 * 3 }, () => Math.floor(256 * rng())));
  const drawn = sharp(raw, { raw: { width: 5, height: 5, channels: 3 } });
  return (isGray ? drawn.grayscale() : drawn).resize(width, height, {
    kernel: 'cubic',
    fit: 'fill',
  });
}

const SWEEP = `
name: look
method: grid
data: { source: ./pics, train: 0.7, val: 0.3, image_size: 32 }
model: { weights: random }
parameters:
  learning_rate: { values: [0.01] }
  augmentation: { values: [none, crop-flip, mixup] }
`;

/** A sweep over images `NAME-0.png ...` of each class, by its name; each image has another number. */
async function openPics(
  classes: Readonly<Record<string, number>>,
  how: Pictures = {},
  sweep = SWEEP,
) {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-look-'));
  writeFileSync(join(folder, 'my.yaml'), sweep);
  let number = 0;
  for (const [name, images] of Object.entries(classes)) {
    const place = join(folder, 'pics', 'train', name);
    mkdirSync(place, { recursive: true });
    for (let i = 0; i < images; i += 1) {
      number += 1;
      await picture(number, how).toFile(join(place, `${i}.png`));
    }
  }
  const env = { THAW_CACHE: join(folder, 'cache') };
  const look = (...flags: readonly string[]) =>
    thaw(['look', 'my.yaml', ...flags], folder, { env });
  const seen = async (...flags: readonly string[]) =>
    json<LookDocument>(await look('--format', 'json', ...flags));
  return { folder, train: join(folder, 'pics', 'train'), env, look, seen };
}

const kindsOf = ({ warnings }: LookDocument) => warnings.map(({ kind }) => kind);

const FEW = { cat: 12, dog: 12 };

test('shows counts, samples as each augmentation set makes them, and nothing to beware of', async () => {
  const { seen } = await openPics({ cat: 100, dog: 100 });
  const look = await seen('--set', 'data.train=0.5', '--set', 'data.val=0.5');
  expect(look.warnings).toEqual([]);
  expect(look.counts).toEqual({ train: [50, 50], val: [50, 50], test: null });
  expect(look.class_names).toEqual(['cat', 'dog']);
  expect(look.sides).toEqual({ least: 40, median: 40, most: 40, images: 200 });
  const rows = look.samples.map(({ made, image_size: size }) => [made, size]);
  expect(rows).toEqual([
    ['as read', 37],
    ['none', 32],
    ['crop-flip', 32],
    ['mixup', 32],
  ]);
  const [asRead, ...made] = look.samples;
  const names = asRead!.images.map(({ from }) => from);
  expect(names).toHaveLength(8);
  for (const row of made) expect(row.images.map(({ from }) => from)).toEqual(names);
  const { width } = await sharp(Buffer.from(made[0]!.images[0]!.png, 'base64')).metadata();
  expect(width).toBe(32);
  const [none, cropped, mixed] = made.map(({ images }) => images.map(({ png }) => png));
  expect(cropped).not.toEqual(none);
  expect(mixed).not.toEqual(cropped);
});

describe('warns of', () => {
  test('classes of which one has many times the images, and too few to judge by', async () => {
    const { look } = await openPics({ cat: 40, dog: 8 });
    const { stdout, code } = await look();
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toContain('Warning: cat has 28 training images, 4.7 times as many as dog, the');
    expect(text).toContain('Warning: dog has 2 images to validate on: by 10 images');
    expect(text).toContain('Warning: All 14 validation images together tell an accuracy to');
    expect(code).toBe(0);
  });

  test('images nearly the same as those that are trained on, mirrored ones and those of test too', async () => {
    const { train, folder, seen } = await openPics({ cat: 12, dog: 12 });
    const drawn = (await seen()).near_duplicates;
    expect(drawn).toEqual([]);
    // A brighter copy of every image, saved as JPEG: wherever the draw puts them, some are apart.
    for (let i = 0; i < 12; i += 1) {
      const copy = picture(1 + i)
        .modulate({ brightness: 1.1 })
        .jpeg({ quality: 70 });
      await copy.toFile(join(train, 'cat', `copy-${i}.jpg`));
    }
    const test = join(folder, 'pics', 'test', 'dog');
    mkdirSync(test, { recursive: true });
    await picture(14).flop().toFile(join(test, 'mirrored.png'));
    await picture(99).toFile(join(test, 'new.png'));
    const look = await seen();
    const ofVal = look.near_duplicates.filter(({ judges }) => judges === 'val');
    expect(ofVal.length).toBeGreaterThan(0);
    for (const { image, of } of ofVal) {
      const number = (name: string) => /(\d+)\.(png|jpg)/.exec(name)?.[1];
      expect(number(image.from)).toBe(number(of.from));
    }
    expect(look.near_duplicates.filter(({ judges }) => judges === 'test')).toEqual([
      {
        ...{ judges: 'test', mirrored: true, similarity: expect.closeTo(1, 1) },
        image: { split: 'test', from: 'test/dog/mirrored.png', label: 'dog' },
        of: { split: 'train', from: 'train/dog/1.png', label: 'dog' },
      },
    ]);
    const warnings = look.warnings.filter(({ kind }) => kind === 'near_duplicate');
    expect(warnings.map(({ images }) => images.length)).toEqual([2 * ofVal.length, 2]);
  });

  test('small images, long ones, gray ones, and statistics that do not fit', async () => {
    const { seen } = await openPics(FEW, { width: 90, height: 30, isGray: true });
    const look = await seen(
      ...[
        '--set',
        'data.image_size=96',
        '--set',
        'parameters.normalization.value.mean=[0.1,0.1,0.1]',
      ],
      ...['--set', 'parameters.normalization.value.std=[0.05,0.05,0.05]'],
    );
    expect(kindsOf(look)).toEqual(expect.arrayContaining(['enlarged', 'cut_off', 'gray']));
    expect(kindsOf(look).filter((kind) => kind === 'normalization')).toHaveLength(2);
    const [enlarged, cutOff] = ['enlarged', 'cut_off'].map(
      (kind) => look.warnings.find((warning) => warning.kind === kind)!.message,
    );
    expect(enlarged).toContain('image_size 96 (smallest 30, median 30 pixels)');
    expect(cutOff).toContain('up to 67 % of one is cut off');
  });
});

test('--fail-on-warning ends with exit code 2 where there is one', async () => {
  const { look } = await openPics(FEW);
  expect((await look('--fail-on-warning')).code).toBe(2);
});

test('-o writes one page that needs nothing else; names in it are no markup', async () => {
  const name = '<img src=x onerror=alert(1)> & "co"';
  const { folder, look } = await openPics({
    [name]: 12,
    [']]></style>\u001b[31m'.slice(0, 6)]: 12,
  });
  const { stdout, code } = await look('-o', 'look.html');
  expect(code).toBe(0);
  expect(stdout.replace(/\s+/g, ' ')).toContain('look.html shows them');
  const page = readFileSync(join(folder, 'look.html'), 'utf8');
  expect(page).not.toContain('<img src=x');
  expect(page).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;co&quot;');
  expect(page.match(/<img /g)!.length).toBeGreaterThan(20);
  expect(page).not.toMatch(/<script|https?:|src="(?!data:)/);
});

test('writes no database, and decodes what `thaw fetch` decodes', async () => {
  const { folder, env, look } = await openPics(FEW);
  expect((await thaw(['fetch', 'my.yaml'], folder, { env })).code).toBe(0);
  const cache = () => readdirSync(env.THAW_CACHE, { recursive: true, encoding: 'utf8' }).sort();
  const before = cache();
  expect((await look()).code).toBe(0);
  expect(cache()).toEqual(before);
  expect(existsSync(join(folder, 'results'))).toBe(false);
});

describe('says what is wrong', () => {
  test('with a trial that is not there, before it looks', async () => {
    const { look } = await openPics(FEW);
    const { code, stderr } = await look('--trial', 'best');
    expect(stderr).toContain('No results yet: there is no database at');
    expect(code).toBe(2);
  });

  test('with a page that cannot be written, before it looks', async () => {
    const { look } = await openPics(FEW);
    const { code, stderr } = await look('-o', 'no/where/look.html');
    expect(stderr).toContain('look.html (ENOENT');
    expect((await look('-o', 'look.yaml')).stderr).toContain('whose name ends in .html');
    expect((await look('-o', 'pics')).stderr).toContain('pics is a folder: -o expects');
    expect(stderr).toContain('name another file with -o');
    expect(code).toBe(2);
  });

  test('with images that cannot be read, which --skip-bad leaves out', async () => {
    const { train, look } = await openPics({ cat: 12, dog: 12 });
    writeFileSync(join(train, 'cat', 'broken.png'), 'no image');
    const refused = await look();
    expect(refused.stderr).toContain('1 image is broken:');
    expect(refused.code).toBe(3);
    expect((await look('--skip-bad')).code).toBe(0);
  });

  test('with a sweep file that has mistakes', async () => {
    const { look } = await openPics(FEW);
    const { code, stderr } = await look('--set', 'data.source=./none');
    expect(stderr).toContain('data.source');
    expect(code).toBe(2);
  });
});
