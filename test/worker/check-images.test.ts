import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { digestListing } from '../../src/assets/datasets/digest-listing.js';
import { folder as folders } from '../../src/assets/datasets/folder.js';
import { DataError } from '../../src/core/errors.js';
import { checkImages } from '../../src/worker/tasks/check-images.js';
import { changed, fakeRecipe } from '../fakes/specs.js';

const PICS = fileURLToPath(new URL('../cases/classes-changed/pics', import.meta.url));

test('a thread opens no other images than those that its run began with', () => {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-images-'));
  const source = join(folder, 'pics');
  cpSync(PICS, source, { recursive: true });
  const cacheDir = join(folder, 'cache');
  const recipe = fakeRecipe();
  const data = { ...recipe.trunk.data, source };
  const trials = [{ trialId: 1, recipe: changed(recipe, { data }), checkpoint: null }];
  const listing = folders.list!(data, { cacheDir, progress: () => undefined });
  const task = { trials, cacheDir, dataDigest: digestListing(listing) };
  const gone = join(source, 'test');

  rmSync(gone, { recursive: true });
  expect(() => checkImages(task)).toThrow(DataError);
  expect(() => checkImages(task)).toThrow('have changed since this run began');
  expect(() => checkImages({ ...task, dataDigest: null })).not.toThrow();
  cpSync(join(PICS, 'test'), gone, { recursive: true });
  expect(() => checkImages(task)).not.toThrow();

  // Those that it has open stay what they are.
  rmSync(gone, { recursive: true });
  expect(() => checkImages(task)).not.toThrow();
  rmSync(folder, { recursive: true });
});
