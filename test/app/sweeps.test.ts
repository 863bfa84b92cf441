import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { Observer } from '../../src/app/observer.js';
import { withDatabase } from '../../src/app/open-database.js';
import { plan } from '../../src/app/plan.js';
import { readSweep } from '../../src/app/read-sweep.js';
import { resume } from '../../src/app/sweeps/resume.js';
import { run } from '../../src/app/sweeps/run.js';
import { predict } from '../../src/app/trials/predicting/predict.js';
import { test as testTrial } from '../../src/app/trials/test.js';
import { validate } from '../../src/app/validate.js';
import type { LoadedSweep } from '../../src/config/file/parse-sweep.js';
import { placeOfFile } from '../../src/core/places/place.js';
import type { Predicted } from '../../src/worker/protocol/tasks.js';
import { freshFolder } from '../cli/fake-context.js';
import { diary, fakeWorld } from './fake-world.js';

const NO_CHANGES = {
  set: [],
  backend: undefined,
  workers: undefined,
  trials: undefined,
  seed: undefined,
  name: undefined,
};

const AS_IT_IS = {
  ...{ skipBad: false, sharing: true, retryFailed: false, places: {} },
  accepted: { data: false, weights: false },
};

async function* imagesNamed(names: readonly string[]) {
  for (const name of names) yield { name, path: name };
}

/** A folder with a sweep of these rates; see ../cli/worker.mjs for what they mean. */
function folderWith(rates: readonly number[]) {
  const folder = freshFolder();
  const file = join(folder, 'my.yaml');
  const text = `\
epochs: 2
backend: wasm
workers: 1
data: {train: 100, val: 50}
parameters: {learning_rate: {values: [${rates.join(', ')}]}}
`;
  writeFileSync(file, text);
  return { folder, file, database: join(folder, 'thaw.sqlite') };
}

function request({ spec, source }: LoadedSweep, file: string) {
  return { spec, source, file, skipBad: false, sharing: true };
}

test('a whole sweep runs without a command line, and tells an observer', async () => {
  const { folder, file, database } = folderWith([0.1, 0.2]);
  const { world, leaving } = fakeWorld(folder);
  const { observer, told } = diary();
  const loaded = readSweep(world, file, NO_CHANGES, observer);
  const end = await withDatabase({ env: {} }, placeOfFile(database), 'create', {}, (opened) =>
    run(world, opened, request(loaded, file), observer),
  );

  if (end.how !== 'ended') throw new Error(`it ended otherwise: ${end.how}`);
  expect(end.leaderboard.rows.map(({ trial, value }) => [trial, value?.toFixed(2)])).toEqual([
    [2, '0.21'],
    [1, '0.11'],
  ]);
  expect(end.result.counts).toMatchObject({ finished: 2, failed: 0 });
  expect(end.files.map((path) => existsSync(path))).toEqual([true]);
  expect(leaving.size).toBe(0);
  expect(told.filter((line) => !line.startsWith('step'))).toEqual([
    'part: weights 10000000',
    'part: weights 95000000',
    'parts end',
    'note: message',
    'ready: my, 1 workers',
    'sweep: 0 of 2',
    ...['trial 1', 'trial 2'],
    ...['trial 1 epoch 0', 'trial 2 epoch 0', 'trial 1 epoch 1', 'trial 2 epoch 1'],
    ...['trial 1 finished', 'trial 2 finished'],
  ]);
});

test('a sweep that the user stops goes on where it was, and says what waited', async () => {
  const { folder, file, database } = folderWith([0.1, 0.7]);
  const first = fakeWorld(folder);
  const { observer, told } = diary();
  const loaded = readSweep(first.world, file, NO_CHANGES, observer);
  const stopped = await withDatabase({ env: {} }, placeOfFile(database), 'create', {}, (opened) =>
    run(first.world, opened, request(loaded, file), {
      ...observer,
      // The trial that runs until it is stopped begins when the other has ended.
      onTrialEnd: ({ id }) => id === 1 && first.stop(),
    }),
  );
  expect(stopped).toMatchObject({ how: 'interrupted', result: { remaining: 1 } });

  const second = fakeWorld(folder);
  const again = await withDatabase({ env: {} }, placeOfFile(database), 'write', {}, (opened) =>
    resume(
      second.world,
      opened,
      {
        changes: { ...NO_CHANGES, trials: 1 },
        retryFailed: false,
        skipBad: false,
        sharing: true,
        places: {},
        accepted: { data: false, weights: false },
      },
      {
        ...observer,
        onNote: (note) => note.kind === 'message' && told.push(note.message),
        onSweepReady: ({ remaining, best }) => told.push(`${remaining} left, best ${best?.trial}`),
        onTrialStart: () => second.stop(),
      },
    ),
  );
  expect(again.how).toBe('interrupted');
  expect(told).toContain('1 left, best 1');
  // All rows are laid down before the first runs.
  expect(told).toContain('this sweep has 2 trials already: run_cap 1 does not make fewer of them');
});

test('a Ctrl-C that comes as the last trial ends finds a sweep that has ended', async () => {
  const { folder, file, database } = folderWith([0.1, 0.2]);
  const { world, stop } = fakeWorld(folder);
  const loaded = readSweep(world, file, NO_CHANGES, {});
  const end = await withDatabase({ env: {} }, placeOfFile(database), 'create', {}, (opened) =>
    run(world, opened, request(loaded, file), { onTrialEnd: ({ id }) => id === 2 && stop() }),
  );
  expect(end).toMatchObject({ how: 'ended', result: { state: 'finished' } });
});

test('a sweep that goes on with other threads, or on another device, says so and keeps it', async () => {
  const { folder, file, database } = folderWith([0.1, 0.2]);
  const { world } = fakeWorld(folder);
  const loaded = readSweep(world, file, { ...NO_CHANGES, trials: 1 }, {});
  await withDatabase({ env: {} }, placeOfFile(database), 'create', {}, (opened) =>
    run(world, opened, request(loaded, file), {}),
  );
  const more = { ...AS_IT_IS, changes: { ...NO_CHANGES, trials: 2 } };
  const resumed = async (change: (exactness: string) => string) => {
    const db = new Sqlite(database);
    db.function('changed', (exactness) => change(String(exactness)));
    db.exec(`update trials set state = 'queued' where number = 1;
             update attempts set provenance =
               json_set(provenance, '$.exactness', changed(provenance ->> 'exactness'))`);
    db.close();
    const said: string[] = [];
    const onNote: Observer['onNote'] = (note) =>
      void (note.kind === 'message' && said.push(note.message));
    await withDatabase({ env: {} }, placeOfFile(database), 'write', {}, (opened) =>
      resume(world, opened, more, { onNote }),
    );
    return said.filter((message) => message.includes('ran on'));
  };
  expect(await resumed((exactness) => exactness)).toEqual([]);
  const said = await resumed((exactness) => exactness.replace(/\d+$/, '64'));
  expect(said).toEqual([
    expect.stringMatching(
      /^trials so far ran on wasm .*threads: 64\); from here on they run on wasm .*: numbers may differ in their last digits$/,
    ),
  ]);
  await withDatabase({ env: {} }, placeOfFile(database), 'read', {}, async ({ store }) => {
    const events = await store.log.events(1);
    expect(events.filter(({ kind }) => kind === 'changed').map(({ message }) => message)).toEqual(
      said,
    );
  });
});

test('should the process have to leave at once, what runs goes back to the queue', async () => {
  const { folder, file, database } = folderWith([0.7]);
  const { world, stop, leaving } = fakeWorld(folder);
  const loaded = readSweep(world, file, NO_CHANGES, {});
  await withDatabase({ env: {} }, placeOfFile(database), 'create', {}, async (opened) => {
    const states: (string | undefined)[] = [];
    const look = async () => states.push((await opened.store.readings.trial(1))?.state);
    const running = run(world, opened, request(loaded, file), {
      async onStep() {
        await look();
        await Promise.all(Array.from(leaving, (act) => act()));
        await look();
        stop();
      },
    });
    await running;
    expect(states.slice(0, 2)).toEqual(['running', 'queued']);
    expect(await opened.store.readings.attempts(1)).toMatchObject([{ state: 'interrupted' }]);
  });
});

test('plans and validates as data', async () => {
  const { folder, file, database } = folderWith([0.1, 0.2, 0.3]);
  const { world } = fakeWorld(folder);
  const sweep = readSweep(world, file, NO_CHANGES, {});
  const planned = await plan(world, sweep, placeOfFile(database), {});
  expect(planned.trials.map(({ params }) => params.learning_rate)).toEqual([0.1, 0.2, 0.3]);
  expect(existsSync(database)).toBe(false);
  expect(validate(world, file, NO_CHANGES, {})).toMatchObject({ valid: true, trials: 3 });
  const broken = validate(world, file, { ...NO_CHANGES, set: ['epochs=-1'] }, {});
  expect(broken.valid).toBe(false);
});

test('tests and predicts with weights that were kept', async () => {
  const { folder, file, database } = folderWith([0.1]);
  const { world } = fakeWorld(folder);
  const loaded = readSweep(world, file, NO_CHANGES, {});
  await withDatabase({ env: {} }, placeOfFile(database), 'create', {}, async (opened) => {
    await run(world, opened, request(loaded, file), {});
    const tested = await testTrial(
      world,
      opened,
      { trial: '1', places: {}, acceptChangedData: false },
      {},
    );
    expect(tested).toMatchObject({ evaluation: { accuracy: 0.85 }, timesRead: 1 });
    const answers: Predicted[] = [];
    const images = imagesNamed(['a.png']);
    await predict(
      world,
      opened,
      { trial: '1', images, top: 1 },
      {
        begin: (trial) => expect(trial).toBe(1),
        async take(some) {
          answers.push(...some);
          return true;
        },
      },
      {},
    );
    expect(answers).toMatchObject([{ image: 'a.png', classes: [{ name: 'cat' }] }]);
  });
});

test('a sweep that has begun takes more trials and other limits, and refuses what its trials are made of', async () => {
  const { folder, file, database } = folderWith([0.1, 0.2]);
  const { world } = fakeWorld(folder);
  const changes = { ...NO_CHANGES, trials: 1 };
  const loaded = readSweep(world, file, changes, {});
  await withDatabase({ env: {} }, placeOfFile(database), 'create', {}, (opened) =>
    run(world, opened, request(loaded, file), {}),
  );

  const resumed = (set: readonly string[], trials?: number) =>
    withDatabase({ env: {} }, placeOfFile(database), 'write', {}, (opened) => {
      const how = { ...AS_IT_IS, changes: { ...NO_CHANGES, set, trials } };
      return resume(fakeWorld(folder).world, opened, how, {});
    });
  await expect(resumed(['epochs=9', 'keep=3'])).rejects.toThrow(
    /^A sweep that has begun keeps what its trials are made of.*epochs \(or image_size\): .*`thaw run`/s,
  );
  const end = await resumed(['keep=2', 'exact=false'], 2);
  expect(end).toMatchObject({ how: 'ended', leaderboard: { rows: [{}, {}] } });
  await withDatabase({ env: {} }, placeOfFile(database), 'read', {}, async ({ store }) => {
    expect((await store.readings.sweep(1))?.spec).toMatchObject({
      ...{ runCap: 2, keep: 2, exact: false },
    });
  });
});

test('a sweep file that was edited since is noticed, by key, and the sweep goes on as it was', async () => {
  const { folder, file, database } = folderWith([0.1, 0.2]);
  const { world } = fakeWorld(folder);
  const loaded = readSweep(world, file, { ...NO_CHANGES, trials: 1 }, {});
  await withDatabase({ env: {} }, placeOfFile(database), 'create', {}, (opened) =>
    run(world, opened, request(loaded, file), {}),
  );
  writeFileSync(file, loaded.source.replace('epochs: 2', 'epochs: 5'));
  const said: string[] = [];
  const onNote: Observer['onNote'] = (note) =>
    void (note.kind === 'message' && said.push(note.message));
  await withDatabase({ env: {} }, placeOfFile(database), 'write', {}, (opened) =>
    resume(world, opened, { ...AS_IT_IS, changes: NO_CHANGES }, { onNote }),
  );
  expect(said[0]).toMatch(
    /my\.yaml has changed since \(epochs.*\)\. This sweep goes on as it began/,
  );
});

test('a sweep whose paths name variables takes changes, wherever its images are now', async () => {
  const { folder, file, database } = folderWith([0.1]);
  const pictures = join(folder, 'pictures');
  for (const name of ['cat', 'dog']) {
    mkdirSync(join(pictures, name), { recursive: true });
    for (let i = 0; i < 10; i += 1) writeFileSync(join(pictures, name, `${i}.png`), '');
  }
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace('{train: 100, val: 50}', '{source: $PICTURES}'),
  );
  const { world } = fakeWorld(folder, { PICTURES: pictures });
  const loaded = readSweep(world, file, NO_CHANGES, {});
  await withDatabase({ env: {} }, placeOfFile(database), 'create', {}, async (opened) => {
    await run(world, opened, request(loaded, file), {});
    rmSync(pictures, { recursive: true });
    const said: string[] = [];
    const onNote: Observer['onNote'] = (note) =>
      void (note.kind === 'message' && said.push(note.message));
    const changes = { ...NO_CHANGES, set: ['keep=2'] };
    expect(await resume(world, opened, { ...AS_IT_IS, changes }, { onNote })).toMatchObject({
      how: 'before',
    });
    expect(said).toEqual([expect.stringContaining('has no effect any more')]);
  });
});

test('trials that failed run once more where that is asked for', async () => {
  const { folder, file, database } = folderWith([0.1, 0.5]);
  const { world } = fakeWorld(folder);
  const loaded = readSweep(world, file, NO_CHANGES, {});
  await withDatabase({ env: {} }, placeOfFile(database), 'create', {}, async (opened) => {
    await run(world, opened, request(loaded, file), {});
    const states = async () =>
      (await opened.store.readings.trials(1)).map(({ state }) => state).join();
    expect(await states()).toBe('finished,failed');
    const flags = {
      ...{ skipBad: false, sharing: true, places: {} },
      accepted: { data: false, weights: false },
      changes: NO_CHANGES,
    };
    expect(await resume(world, opened, { ...flags, retryFailed: false }, {})).toMatchObject({
      how: 'before',
    });
    const { observer, told } = diary();
    expect(await resume(world, opened, { ...flags, retryFailed: true }, observer)).toMatchObject({
      how: 'ended',
    });
    expect(told).toContain('trial 2 failed');
    expect(told).not.toContain('trial 1');
    expect((await opened.store.readings.attempts(2)).map(({ state }) => state)).toEqual([
      ...['interrupted', 'failed'], // in company, then alone
      'failed',
    ]);
  });
});
