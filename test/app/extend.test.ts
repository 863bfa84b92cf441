import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Observer } from '../../src/app/observer.js';
import { withDatabase } from '../../src/app/open-database.js';
import { readSweep } from '../../src/app/read-sweep.js';
import { type ResumeRequest, resume } from '../../src/app/sweeps/resume.js';
import { run } from '../../src/app/sweeps/run.js';
import { placeOfFile } from '../../src/core/places/place.js';
import { freshFolder } from '../cli/fake-context.js';
import { fakeWorld } from './fake-world.js';

const NO_CHANGES = { set: [] };
const AS_IT_IS = {
  ...{ skipBad: false, sharing: true, retryFailed: false, places: {}, changes: NO_CHANGES },
  accepted: { data: false, weights: false },
};

const HEAD = 'epochs: 2\nbackend: wasm\nworkers: 1\ndata: {train: 100, val: 50}\n';
const GRID = `${HEAD}parameters: {learning_rate: {values: [0.1, 0.3]}, dropout: {value: 0.2}}\n`;
const RANDOM = `${HEAD}method: random\nrun_cap: 3\nparameters: {learning_rate: {min: 0.001, max: 0.01}}\n`;

/** A sweep that has run; what it says while it goes on. */
async function begun(text: string) {
  const folder = freshFolder();
  const file = join(folder, 'my.yaml');
  const database = join(folder, 'thaw.sqlite');
  writeFileSync(file, text);
  const { world } = fakeWorld(folder);
  const { spec, source } = readSweep(world, file, NO_CHANGES, {});
  const request = { spec, source, file, skipBad: false, sharing: true };
  await withDatabase({ env: {} }, placeOfFile(database), 'create', {}, (opened) =>
    run(world, opened, request, {}),
  );
  const said: string[] = [];

  return {
    file,
    said,
    /** `stopAfter`: a Ctrl-C once so many trials have ended. */
    goOn(
      change: Partial<ResumeRequest>,
      stopAfter = Number.POSITIVE_INFINITY,
      more: Observer = {},
    ) {
      const { world: later, stop } = fakeWorld(folder);
      let ended = 0;
      return withDatabase({ env: {} }, placeOfFile(database), 'write', {}, (opened) =>
        resume(
          later,
          opened,
          { ...AS_IT_IS, ...change },
          {
            onNote: (note) => note.kind === 'message' && said.push(note.message),
            onTrialEnd() {
              ended += 1;
              if (ended === stopAfter) stop();
            },
            ...more,
          },
        ),
      );
    },
    /** Its trials, the latest events, and what it is by now. */
    stored: () =>
      withDatabase({ env: {} }, placeOfFile(database), 'read', {}, async ({ store }) => ({
        trials: await store.readings.trials(1),
        events: (await store.log.events(1)).filter(({ kind }) => kind === 'extended'),
        sweep: (await store.readings.sweep(1))!,
      })),
  };
}

const set = (...changes: readonly string[]) => ({ changes: { set: changes } });
const ratesOf = (trials: readonly { readonly params: object }[]) =>
  trials.map(({ params }) => (params as { learning_rate: number }).learning_rate);

test('values that a grid is given are trained, and its trials stay what they are', async () => {
  const { goOn, stored, said } = await begun(GRID);
  const before = await stored();
  const end = await goOn(set('parameters.learning_rate.values=[0.2, 0.1, 0.4, 0.3]'));
  expect(end).toMatchObject({ how: 'ended', result: { state: 'finished' } });
  const after = await stored();
  expect(after.trials.slice(0, 2)).toEqual(before.trials);
  expect(ratesOf(after.trials)).toEqual([0.1, 0.3, 0.2, 0.4]);
  expect(new Set(after.trials.map(({ point }) => point)).size).toBe(4);
  const told = 'changed: learning_rate: 0.1, 0.3 -> 0.2, 0.1, 0.4, 0.3';
  expect(said).toContain(told);
  expect(after.events.map(({ message }) => message)).toEqual([told]);
});

test('an edited file is told of by resume, taken by extend, and then no news', async () => {
  const { file, goOn, stored, said } = await begun(GRID);
  writeFileSync(
    file,
    GRID.replace('0.3]', '0.3, 0.4]').replace('epochs: 2', 'epochs: 2 # as ever'),
  );
  expect(await goOn({})).toMatchObject({ how: 'before' });
  expect(said.splice(0)).toEqual([
    expect.stringMatching(
      /my\.yaml has changed since \(parameters\)\..*`thaw extend 1` takes these/,
    ),
  ]);
  expect(await goOn({ asFile: true })).toMatchObject({ how: 'ended' });
  const { trials, sweep } = await stored();
  expect(ratesOf(trials)).toEqual([0.1, 0.3, 0.4]);
  expect(sweep.source).toBe(readFileSync(file, 'utf8'));
  said.splice(0);
  expect(await goOn({})).toMatchObject({ how: 'before' });
  expect(said).toEqual([]);
  await expect(goOn({ asFile: true })).rejects.toThrow(/says nothing else than this sweep has/);
});

test('stopped in the middle, a sweep that was extended goes on to all that it was given', async () => {
  const { goOn, stored } = await begun(GRID);
  const more = set('parameters.learning_rate.values=[0.1, 0.2, 0.3, 0.4, 0.45]', 'repeats=2');
  expect(await goOn(more, 1)).toMatchObject({ how: 'interrupted' });
  expect(await goOn({})).toMatchObject({ how: 'ended', result: { state: 'finished' } });
  const { trials } = await stored();
  const runs = trials.map(({ params, replicate }) => `${ratesOf([{ params }])} ${replicate}`);
  expect(runs.toSorted()).toEqual(
    [0.1, 0.2, 0.3, 0.4, 0.45].flatMap((rate) => [`${rate} 0`, `${rate} 1`]),
  );
  expect(trials.every(({ state }) => state === 'finished')).toBe(true);
});

test('dying before its first new trial, an extended sweep keeps what it was given', async () => {
  const { goOn, stored } = await begun(GRID);
  const more = set('parameters.learning_rate.values=[0.1, 0.2, 0.3]');
  const dies: Observer = {
    onNote: ({ kind }) => {
      if (kind === 'message') throw new Error('dead');
    },
  };
  await expect(goOn(more, undefined, dies)).rejects.toThrow('dead');
  expect((await stored()).sweep.state).toBe('interrupted');
  await goOn({});
  expect(ratesOf((await stored()).trials)).toEqual([0.1, 0.3, 0.2]);
});

test('a wider range is drawn from, the same whether or not it is stopped', async () => {
  const wider = {
    changes: { set: ['parameters.learning_rate.max=0.4', 'method=sobol'], trials: 9 },
  };
  const [whole, halves] = [await begun(RANDOM), await begun(RANDOM)];
  const before = (await whole.stored()).trials;
  await whole.goOn(wider);
  await halves.goOn(wider, 2);
  await halves.goOn({});
  const { trials } = await whole.stored();
  expect(trials.slice(0, 3)).toEqual(before);
  expect(trials).toHaveLength(9);
  expect(Math.max(...ratesOf(trials))).toBeGreaterThan(0.01);
  expect(ratesOf((await halves.stored()).trials)).toEqual(ratesOf(trials));
});

test('what flags had set stays when something else is changed', async () => {
  const { goOn, stored } = await begun(RANDOM);
  await goOn({ changes: { set: ['parameters.learning_rate.max=0.1'], trials: 4 } });
  await goOn({ changes: { set: ['keep=2'], trials: 5 } });
  expect((await stored()).sweep.spec).toMatchObject({
    ...{ runCap: 5, keep: 2 },
    space: { learning_rate: { low: 0.001, high: 0.1 } },
  });
});

const REFUSED: readonly (readonly [change: string, why: RegExp])[] = [
  ['parameters.learning_rate.values=[0.1]', /parameters\.learning_rate: .* 0\.3, which trials/],
  ['parameters.learning_rate={min: 0.1, max: 0.2, count: 3}', /no longer have 0\.3/],
  ['parameters.dropout.value=0.3', /parameters\.dropout: .* 0\.2, which trials/],
  ['parameters.weight_decay.values=[0, 0.1]', /weight_decay: it is new/],
  ['constraints=["learning_rate < 0.2"]', /constraints: 1 of the points there/],
  ['seed=4', /seed: which images and batches/],
  ['epochs=9', /epochs \(or image_size\): trials there trained with it/],
  ['data.train=90', /data: trials there saw these images/],
  ['model.weights=random', /model: trials there began with it/],
  ['metric={name: val_loss, goal: minimize}', /metric: trials there are ranked by it/],
  ['backend=tensorflow', /backend: /],
  ['early_terminate={type: median}', /early_terminate: trials there that were stopped/],
  ['repeats=1', /repeats: expected 2 or more/],
  ['augmentations.a=[mixup]', /a would be another set/],
];

test('a flag may go back to what the file says', async () => {
  const { goOn, stored } = await begun(RANDOM);
  await goOn({ changes: { set: ['keep=2'], trials: 4 } });
  await goOn({ changes: { set: ['keep=1'], trials: 5 } });
  expect((await stored()).sweep.spec).toMatchObject({ runCap: 5, keep: 1 });
});

test('what would make its trials meaningless is refused, with the reason', async () => {
  const { goOn, stored } = await begun(
    `${GRID}repeats: 2\naugmentations: {a: [horizontal_flip]}\n`,
  );
  const before = await stored();
  for (const [change, why] of REFUSED) {
    await expect(goOn(set('keep=2', change)), change).rejects.toThrow(why);
  }
  expect(await stored()).toEqual(before);
});

test('metrics, bounds and augmentation sets may come later', async () => {
  const { goOn, stored } = await begun(GRID);
  await goOn(
    set(
      'augmentations.a=[mixup]',
      'metrics=[val_accuracy, {name: val_loss, max: 2}]',
      'parameters.learning_rate.values=[0.1, 0.2, 0.3]',
    ),
  );
  const { spec } = (await stored()).sweep;
  expect(Object.keys(spec.augmentations)).toEqual(['a']);
  expect(spec.objectives).toEqual([
    { name: 'val_accuracy', goal: 'maximize' },
    { name: 'val_loss', goal: 'minimize', max: 2 },
  ]);
});
