import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { withDatabase } from '../../src/app/open-database.js';
import { readSweep } from '../../src/app/read-sweep.js';
import { resume } from '../../src/app/sweeps/resume.js';
import { run } from '../../src/app/sweeps/run.js';
import type { SweepEnd } from '../../src/app/sweeps/sweep-end.js';
import { ChangedError } from '../../src/core/errors.js';
import { placeOfFile } from '../../src/core/places/place.js';
import { checkpointFile } from '../../src/store/files.js';
import { freshFolder } from '../cli/fake-context.js';
import { fakeWorld } from './fake-world.js';

const NO_CHANGES = {
  set: [],
  ...{ backend: undefined, workers: undefined, trials: undefined },
  ...{ seed: undefined, name: undefined },
};

/** An ended sweep of one trial whose weights were kept, and ways to damage and resume it. */
async function ended() {
  const folder = freshFolder();
  const file = join(folder, 'my.yaml');
  const database = join(folder, 'thaw.sqlite');
  writeFileSync(
    file,
    'data: {train: 100, val: 50}\nbackend: wasm\nparameters: {learning_rate: {value: 0.1}}\n',
  );
  const { world } = fakeWorld(folder);
  const { spec, source } = readSweep(world, file, NO_CHANGES, {});
  await withDatabase({ env: {} }, placeOfFile(database), 'create', {}, (opened) =>
    run(world, opened, { spec, source, file, skipBad: false, sharing: true }, {}),
  );
  return {
    weights: checkpointFile(database, 1, 1),
    change(sql: string) {
      const db = new Sqlite(database);
      db.exec(sql);
      db.close();
    },
    retry: (): Promise<SweepEnd> =>
      withDatabase({ env: {} }, placeOfFile(database), 'write', {}, (opened) =>
        resume(
          world,
          opened,
          {
            ...{ skipBad: false, sharing: true, retryFailed: true, places: {} },
            ...{ accepted: { data: false, weights: false }, changes: NO_CHANGES },
          },
          {},
        ),
      ),
    states: () =>
      withDatabase({ env: {} }, placeOfFile(database), 'read', {}, async ({ store }) => {
        const trials = await store.readings.trials(1);
        return [(await store.readings.sweep(1))?.state, ...trials.map(({ state }) => state)];
      }),
  };
}

test('a trial stays what it is until all is there that training it again needs', async () => {
  const { weights, change, retry, states } = await ended();
  rmSync(weights);
  change(`update fingerprints set data = 'others'`);
  await expect(retry()).rejects.toBeInstanceOf(ChangedError);
  expect(await states()).toEqual(['finished', 'finished']);

  change(`update fingerprints set data = 'd1'`);
  expect(await retry()).toMatchObject({ how: 'ended' });
  expect(await states()).toEqual(['finished', 'finished']);
  expect(existsSync(weights)).toBe(true);
});

test('weights that are damaged are trained again, as lost ones are', async () => {
  const { change, retry } = await ended();
  expect(await retry()).toMatchObject({ how: 'before' });
  change(`update trials set checkpoint_digest = '${'0'.repeat(64)}'`);
  expect(await retry()).toMatchObject({ how: 'ended', result: { counts: { finished: 1 } } });
});
