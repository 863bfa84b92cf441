import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Note } from '../../src/app/observer.js';
import { withDatabase } from '../../src/app/open-database.js';
import { readSweep } from '../../src/app/read-sweep.js';
import { remove } from '../../src/app/remove.js';
import { run } from '../../src/app/sweeps/run.js';
import { placeOfFile } from '../../src/core/places/place.js';
import { freshFolder } from '../cli/fake-context.js';
import { fakeWorld } from './fake-world.js';

/** A folder with a sweep, and a way to run it into a database; gives its id and what was told. */
function sweepIn() {
  const folder = freshFolder();
  const file = join(folder, 'my.yaml');
  writeFileSync(
    file,
    `
epochs: 1
backend: wasm
workers: 1
data: {train: 100, val: 50}
parameters: {learning_rate: {values: [0.1, 0.2]}}
`,
  );
  const { world } = fakeWorld(folder);
  const { spec, source } = readSweep(
    world,
    file,
    {
      set: [],
      ...{ backend: undefined, workers: undefined, trials: undefined },
      ...{ seed: undefined, name: undefined },
    },
    {},
  );
  async function runInto(name: string) {
    const told: string[] = [];
    const onNote = (note: Note) => {
      const message = note.kind === 'message' ? note.message : '';
      if (message.includes('files of a sweep')) told.push(message);
    };
    const id = await withDatabase(
      { env: {} },
      placeOfFile(join(folder, name)),
      'create',
      {},
      async (database) => {
        const request = { spec, source, file, skipBad: false, sharing: true };
        const end = await run(world, database, request, { onNote });
        if (end.how !== 'ended') throw new Error(end.how);
        return end.leaderboard.sweep.id;
      },
    );
    return { id, told };
  }
  return { folder, runInto };
}

const beside = (folder: string, prefix: string, id: number, trial: number) =>
  join(folder, `${prefix}checkpoints`, `sweep-${id}`, `trial-${trial}.ckpt`);

describe('files of sweeps that a database does not have', () => {
  test('stay when a database was deleted and another is begun in its place', async () => {
    const { folder, runInto } = sweepIn();
    expect(await runInto('thaw.sqlite')).toEqual({ id: 1, told: [] });
    const weights = beside(folder, '', 1, 2);
    writeFileSync(weights, 'all that is left');
    rmSync(join(folder, 'thaw.sqlite'));

    const { id, told } = await runInto('thaw.sqlite');
    expect(id).toBe(2);
    expect(told.join()).toContain(
      'sweep-1 holds files of a sweep that this database does not have',
    );
    expect(readFileSync(weights, 'utf8')).toBe('all that is left');
    expect(existsSync(beside(folder, '', 2, 2))).toBe(true);
    expect((await runInto('thaw.sqlite')).id).toBe(3);
  });

  test('stay beside a database whose name differs in its ending alone', async () => {
    const { folder, runInto } = sweepIn();
    expect((await runInto('lr.1')).id).toBe(1);
    writeFileSync(beside(folder, 'lr-', 1, 2), 'the first');
    expect((await runInto('lr.2')).id).toBe(2);
    expect((await runInto('lr.1')).id).toBe(3);
    expect(readFileSync(beside(folder, 'lr-', 1, 2), 'utf8')).toBe('the first');
  });

  test('are of one sweep each, also of two databases that are written at once', async () => {
    const { runInto } = sweepIn();
    const runs = await Promise.all(['lr.1', 'lr.2', 'lr.3'].map(runInto));
    expect(new Set(runs.map(({ id }) => id)).size).toBe(3);
  });

  test('are not those of a sweep that is deleted: its files go with it', async () => {
    const { folder, runInto } = sweepIn();
    await runInto('thaw.sqlite');
    await withDatabase(
      { env: {} },
      placeOfFile(join(folder, 'thaw.sqlite')),
      'write',
      {},
      async (database) => {
        const [sweep] = await database.store.readings.sweeps();
        expect(await remove(database, sweep!, async () => true)).toBe(true);
      },
    );
    expect(existsSync(join(folder, 'checkpoints', 'sweep-1'))).toBe(false);
    expect(await runInto('thaw.sqlite')).toEqual({ id: 2, told: [] });
  });

  test('lie beside the database itself, by whatever link it is named', async () => {
    const { folder, runInto } = sweepIn();
    await runInto('thaw.sqlite');
    mkdirSync(join(folder, 'links'));
    symlinkSync(join('..', 'thaw.sqlite'), join(folder, 'links', 'mine.sqlite'));
    expect(await runInto('links/mine.sqlite')).toEqual({ id: 2, told: [] });
    expect(readdirSync(join(folder, 'links'))).toEqual(['mine.sqlite']);
    expect(existsSync(beside(folder, '', 2, 4))).toBe(true);
  });

  test('stay beside a link, where an older program put them there', async () => {
    const { folder, runInto } = sweepIn();
    await runInto('mine.sqlite');
    mkdirSync(join(folder, 'data'));
    renameSync(join(folder, 'mine.sqlite'), join(folder, 'data', 'thaw.sqlite'));
    symlinkSync(join('data', 'thaw.sqlite'), join(folder, 'mine.sqlite'));
    await runInto('mine.sqlite');
    expect(readdirSync(join(folder, 'data'))).toEqual(['thaw.sqlite']);
    expect(existsSync(beside(folder, 'mine-', 2, 4))).toBe(true);
  });
});
