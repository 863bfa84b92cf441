import { rmSync } from 'node:fs';
import { messageOf, StoreError } from '../../core/errors.js';
import { isUrl, type Place } from '../../core/places/place.js';
import { cacheDir } from '../../machine/cache-dir.js';
import type { GcDocument, Leftover } from '../../results/documents/upkeep.js';
import { healthOf } from '../../store/index.js';
import { settledPlace } from '../open-database.js';
import type { World } from '../world.js';
import { leftoversInCache } from './leftovers/in-cache.js';
import { leftoversInResults } from './leftovers/in-results.js';
import type { Look } from './leftovers/leftover.js';
import { withSharedGarbage } from './shared/garbage.js';

export interface GcRequest {
  /** Compiled programs that serve are asked for, too. */
  readonly programs: boolean;
  /** Where artifacts lie, if it is said here. */
  readonly artifacts: string | undefined;
}

/**
 * Finds what nothing needs any more: beside a database that is a file, among the artifacts of one that
 * machines share, and in the cache folder. Removes it once `confirm` resolves to true.
 *
 * @throws {StoreError} the database cannot be read, so that nobody knows what it needs; or something
 * cannot be removed.
 */
export async function collectGarbage(
  world: Pick<World, 'env'>,
  named: Place,
  { programs, artifacts }: GcRequest,
  confirm: (found: GcDocument) => Promise<boolean>,
): Promise<GcDocument> {
  const place = settledPlace(named);
  return withSharedGarbage(world, place, artifacts, async (shared) => {
    const look = async () =>
      joined(await shared.find(), await findLeftovers(world.env, place, programs));
    const found = summed(await look());
    if (found.leftovers.length === 0 || !(await confirm(found))) return found;
    // A sweep may have begun while somebody was asked: what it needs now is found no longer.
    const still = new Set((await look()).leftovers.map(({ path }) => path));
    const leftovers: Leftover[] = [];
    for (const each of found.leftovers.filter(({ path }) => still.has(path))) {
      if (each.kind !== 'artifact') remove(each.path);
      else if (!(await shared.remove(each))) continue;
      leftovers.push(each);
    }
    await shared.clear();
    return { ...summed({ leftovers, kept: found.kept }), removed: true };
  });
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
  return joined(results, cache);
}

function joined(one: Look, other: Look): Look {
  return {
    leftovers: [...one.leftovers, ...other.leftovers],
    kept: [...one.kept, ...other.kept],
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
