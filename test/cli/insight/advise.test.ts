import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadText } from '../../../src/config/file/load-sweep.js';
import { recipeFor } from '../../../src/config/recipe-for.js';
import { openStore } from '../../../src/store/sqlite/sqlite-store.js';
import { fakeReport, MADE, PROVENANCE } from '../../fakes/specs.js';
import { type FakeContext, fakeContext, thaw } from '../fake-context.js';
import { seedResults } from '../seed-results.js';

const RATES = [0.001, 0.003, 0.01];
const UNFROZEN = [0, 1, 2];
const DECAYS = [0, 0.0001, 0.0002, 0.0005, 0.001, 0.002];

const SOURCE = `\
# yaml-language-server: $schema=./sweep.schema.json
# My first sweep.
name: flowers
method: grid
metric: { name: val_accuracy, goal: maximize }
epochs: 3
data: { source: cifar10, train: 100, val: 50 } # small, to begin with
model: { weights: random }
parameters:
  lr: # what others call it
    values: [0.001, 0.003, 0.01]
  unfrozen_layers: { values: [0, 1, 2] }
  weight_decay: { values: [0, 0.0001, 0.0002, 0.0005, 0.001, 0.002] }
`;

/** A sweep in which the lowest rate and the deepest cut are best. */
async function seeded(source = SOURCE, context = fakeContext()): Promise<FakeContext> {
  const file = join(context.cwd, 'flowers.yaml');
  writeFileSync(file, source);
  const { spec } = loadText(source, file, { set: [] }, context.cwd, {});
  const store = openStore(join(context.cwd, 'results', 'thaw.sqlite'));
  const sweepId = await store.queue.createSweep({ spec, file, source });
  const points = RATES.flatMap((learning_rate) =>
    UNFROZEN.flatMap((unfrozen_layers) =>
      DECAYS.map((weight_decay) => ({ learning_rate, unfrozen_layers, weight_decay })),
    ),
  );
  const rows = await store.queue.add(
    sweepId,
    points.map((params, number) => ({
      ...{ number, point: number, replicate: 0, params, recipe: recipeFor(spec, params) },
      ...{ version: '0.1.0', seen: null },
    })),
  );
  for (const [i, { id, params }] of rows.entries()) {
    const value =
      0.6 -
      0.05 * RATES.indexOf(Number(params.learning_rate)) +
      0.04 * Number(params.unfrozen_layers);
    await store.queue.take([id], PROVENANCE, MADE);
    await store.log.report([{ trialId: id, report: fakeReport(0, value + ((i * 7) % 5) / 2000) }]);
    await store.queue.end([{ trialId: id, state: 'finished' }]);
  }
  await store.close();
  return context;
}

test('thaw advise says what to try next, with the figures behind', async () => {
  const { stdout, code } = await thaw('advise', await seeded());
  expect(code).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "Sweep 1: flowers
    From 54 finished points (trials: 54 finished), most promising first.

    1. Try lower values of learning_rate than 0.001
       All 5 best points lie at the lower end of what was tried, 0.001 to 0.01: the
       best may lie beyond.
       Change: parameters.learning_rate: { values: [0.00011, 0.00033, 0.001, 0.003]
       }
       Evidence: strong, up to 2.5 points to gain. Source: Li et al. 2020,
       Rethinking the Hyperparameters for Fine-tuning (ICLR).

    2. Unfreeze more layers than unfrozen_layers 2
       2, the deepest that was tried, beats 1 by 4.0 +- 0.2 points, all else equal,
       each at its best learning rate (6 pairs): there may be more to gain further
       down.
       Change: parameters.unfrozen_layers: { values: [2, 3] }
       Evidence: strong, up to 2.0 points to gain. Source: Yosinski et al. 2014, How
       transferable are features in deep neural networks? (NIPS).

    3. Run the best 20 again before you trust the first
       The best point cannot be told from 53 others by 50 validation images: 3 runs
       of each of the best 20 say more than new points, and take about 1m20s.
       Change: repeats: { top: 20, n: 3 }
       Evidence: strong. Source: Bouthillier et al. 2021, Accounting for Variance in
       Machine Learning Benchmarks (MLSys).

    4. Validate on more images than 50
       By 50 images the best accuracy is known to +- 12.9 points, while the median
       of the best 5 points lies 0.1 points behind it: the order among them is
       noise. 8,400 images would tell +- 1 point.
       Change: data.val: 200
       Evidence: strong. Source: Card et al. 2020, With Little Power Comes Great
       Responsibility (EMNLP).

    5. Learn for longer: the best trials underfit
       At their best epochs the 5 best points have 68 % of their training images
       right, and 68 % of the others: they have not learned what is in the images
       yet. Try more epochs, or weaker augmentation.
       Evidence: moderate. Source: Kornblith, Shlens & Le 2019, Do Better ImageNet
       Models Transfer Better? (CVPR): fine-tuning beats fixed features.

    thaw advise --apply FILE writes the next sweep file.
    "
  `);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('as JSON every piece has its rule, figures, source and changes', async () => {
  const { stdout } = await thaw('advise --format json', await seeded());
  const document = JSON.parse(stdout);
  expect(document).toMatchObject({ sweep: 1, name: 'flowers', points: 54, written: null });
  for (const piece of document.advice) {
    expect(Object.keys(piece).sort()).toEqual(
      ['changes', 'figures', 'gain', 'rule', 'sentence', 'source', 'strength', 'title'].sort(),
    );
  }
  expect(document.advice.map(({ rule }: { rule: string }) => rule)).toContain('unfreezing');
});

test('as JSON it has the next file as --all --apply writes it', async () => {
  const context = await seeded();
  const { stdout } = await thaw('advise --format json', context);
  await thaw('advise --all --apply next.yaml', context);
  expect(JSON.parse(stdout).next).toBe(readFileSync(join(context.cwd, 'next.yaml'), 'utf8'));
});

test('--apply writes the next file: comments and names stay, and it is valid', async () => {
  const context = await seeded();
  const { stdout, code } = await thaw('advise --all --apply next/sweep.yaml', context);
  expect(code).toBe(0);
  expect(stdout).toContain('thaw plan next/sweep.yaml');
  const text = readFileSync(join(context.cwd, 'next', 'sweep.yaml'), 'utf8');
  expect(text.split('\n').slice(0, 3)).toEqual([
    '# yaml-language-server: $schema=./sweep.schema.json',
    '# What `thaw advise` made of sweep 1 (flowers):',
    '# - Try lower values of learning_rate than 0.001',
  ]);
  expect(text).toContain('# My first sweep.\n');
  expect(text).toContain('# small, to begin with');
  expect(text).toContain('lr: { values: [ 0.00011, 0.00033, 0.001, 0.003 ] }');
  expect(text).toContain('unfrozen_layers: { values: [ 2, 3 ] }');
  expect(text).not.toContain('learning_rate:');
  const validated = await thaw('validate next/sweep.yaml', context);
  expect(validated.code).toBe(0);
});

test('what is not valid in the file is left out, and why', async () => {
  const context = await seeded(SOURCE.replace('val: 50', 'val: 49900'));
  const { stdout } = await thaw('advise --all --apply next.yaml --format json', context);
  const { written } = JSON.parse(stdout);
  expect(written.file).toBe(join(context.cwd, 'next.yaml'));
  expect(written.applied).toContain('unfreezing');
  expect((await thaw('validate next.yaml', context)).code).toBe(0);
});

test('images that lay beside the old file are found from the new one', async () => {
  const context = fakeContext();
  for (const name of ['tulip', 'rose']) {
    mkdirSync(join(context.cwd, 'images', name), { recursive: true });
    for (let i = 0; i < 20; i += 1) {
      writeFileSync(join(context.cwd, 'images', name, `${i}.png`), `${name} ${i}`);
    }
  }
  const images = 'source: images, train: 16, val: 8';
  await seeded(SOURCE.replace('source: cifar10, train: 100, val: 50', images), context);
  expect((await thaw('advise --all --apply deep/er/next.yaml', context)).code).toBe(0);
  const text = readFileSync(join(context.cwd, 'deep', 'er', 'next.yaml'), 'utf8');
  expect(text).toContain(`source: ${join(context.cwd, 'images')}`);
  expect((await thaw('validate deep/er/next.yaml', context)).code).toBe(0);
});

test('an existing file is not overwritten without --force', async () => {
  const context = await seeded();
  writeFileSync(join(context.cwd, 'mine.yaml'), 'mine');
  const refused = await thaw('advise --apply mine.yaml', context);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('exists already; --force overwrites it.');
  expect(readFileSync(join(context.cwd, 'mine.yaml'), 'utf8')).toBe('mine');
  expect((await thaw('advise --apply mine.yaml --force', context)).code).toBe(0);
  expect(readFileSync(join(context.cwd, 'mine.yaml'), 'utf8')).toContain('flowers-next');
});

test('with nothing to advise nothing is written', async () => {
  const context = fakeContext();
  await seedResults(context.cwd);
  const { code, stderr } = await thaw('advise --apply next.yaml', context);
  expect(code).toBe(2);
  expect(stderr).toContain('There is no advice that changes the sweep file');
  expect(existsSync(join(context.cwd, 'next.yaml'))).toBe(false);
});

test('with too few finished points it says how many it takes', async () => {
  const context = fakeContext();
  await seedResults(context.cwd);
  const { stdout, code } = await thaw('advise', context);
  expect(code).toBe(0);
  expect(stdout.replaceAll('\n', ' ')).toContain(
    '2 points have finished (trials: 2 finished, 1 stopped, 1 failed); it takes 5 to advise anything.',
  );
});

test('with none it says what there is', async () => {
  const context = fakeContext();
  await seedResults(context.cwd, []);
  const { stdout, code } = await thaw('advise', context);
  expect(code).toBe(0);
  expect(stdout).toContain('Sweep 1 has no trials yet.');
});
