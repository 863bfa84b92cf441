import { rmSync } from 'node:fs';
import { messageOf, StoreError } from '../../core/errors.js';
import { isUrl, type Place } from '../../core/places/place.js';
import { cacheDir } from '../../machine/cache-dir.js';
import type { GcDocument } from '../../results/documents/upkeep.js';
import { healthOf } from '../../store/index.js';
import { settledPlace } from '../open-database.js';
import type { World } from '../world.js';
import { leftoversInCache } from './leftovers/in-cache.js';
import { leftoversInResults } from './leftovers/in-results.js';
import type { Look } from './leftovers/leftover.js';

/**
 * Finds what nothing needs any more, beside a database that is a file and in the cache folder,
 * and removes it once `confirm` resolves to true. `programs`: compiled programs that serve are asked
 * for, too.
 *
 * @throws {StoreError} the database cannot be read, so that nobody knows what it needs; or something
 * cannot be removed.
 */
export async function collectGarbage(
  { env }: Pick<World, 'env'>,
  named: Place,
  programs: boolean,
  confirm: (found: GcDocument) => Promise<boolean>,
): Promise<GcDocument> {
  const place = settledPlace(named);
  const found = summed(await findLeftovers(env, place, programs));
  if (found.leftovers.length === 0 || !(await confirm(found))) return found;
  // A sweep may have begun while somebody was asked: what it needs now is found no longer.
  const still = new Set(
    (await findLeftovers(env, place, programs)).leftovers.map(({ path }) => path),
  );
  const leftovers = found.leftovers.filter(({ path }) => still.has(path));
  for (const { path } of leftovers) remove(path);
  return { ...summed({ leftovers, kept: found.kept }), removed: true };
}

/** @throws {StoreError} the database cannot be read. */
export async function findLeftovers(
  env: World['env'],
  { at }: Place,
  programs = false,
): Promise<Look> {
  const cache = await leftoversInCache(cacheDir(env), programs);
  const health = isUrl(at) ? undefined : await healthOf(at);
  const results = health ? leftoversInResults(at, health) : { leftovers: [], kept: [] };
  return {
    leftovers: [...results.leftovers, ...cache.leftovers],
    kept: [...results.kept, ...cache.kept],
  };
}

function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch (error) {
    throw new StoreError(
      `${path} cannot be removed (${messageOf(error)}): check the permissions of its folder`,
    );
  }
}

function summed(look: Look): GcDocument {
  const bytes = look.leftovers.reduce((sum, each) => sum + each.bytes, 0);
  return { ...look, bytes, removed: false };
}
