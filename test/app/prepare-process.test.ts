import { join } from 'node:path';
import { expect, test } from 'vitest';
import { prepareProcess } from '../../src/app/backends/prepare-process.js';
import { placeOfFile } from '../../src/core/places/place.js';
import type { EnvironmentOptions } from '../../src/device/backend.js';
import { freshFolder } from '../cli/fake-context.js';

test("a backend's settings never replace the user's own", () => {
  const env: Record<string, string | undefined> = { TF_LEVEL: 'mine' };
  const environment = () => ({ TF_LEVEL: 'ours', TF_GROWTH: 'true' });
  prepareProcess({ environment }, { env, place: placeOfFile(join(freshFolder(), 'thaw.db')) });
  expect(env).toEqual({ TF_LEVEL: 'mine', TF_GROWTH: 'true' });
});

test('a process is made ready for exact runs, unless a sweep wants none', () => {
  const environment = (_: string, { exact }: EnvironmentOptions = {}) => ({ TF_EXACT: `${exact}` });
  const exactIn = (...exact: readonly boolean[]) => {
    const env: Record<string, string | undefined> = {};
    prepareProcess(
      { environment },
      { env, place: placeOfFile(join(freshFolder(), 'thaw.db')) },
      ...exact,
    );
    return env.TF_EXACT;
  };
  expect([exactIn(), exactIn(true), exactIn(false)]).toEqual(['true', 'true', 'false']);
});

test('what a library prints goes beside the database, or to the cache folder before there is one', () => {
  const folder = freshFolder();
  const env = { THAW_CACHE: join(folder, 'cache') };
  const files: string[] = [];
  const backend = {
    environment: () => ({ TF_LEVEL: '2' }),
    divertLog(_: string, file: string) {
      files.push(file);
      return { TF_LEVEL: '0' };
    },
  };
  for (const db of ['thaw.db', 'flowers.db', 'results/thaw.db']) {
    const world = { env: { ...env }, place: placeOfFile(join(folder, db)) };
    prepareProcess(backend, world);
    expect(world.env).toMatchObject({ TF_LEVEL: '0' });
  }
  expect(files).toEqual([
    join(folder, 'tensorflow.log'),
    join(folder, 'flowers-tensorflow.log'),
    join(folder, 'cache', 'tensorflow.log'),
  ]);
});
