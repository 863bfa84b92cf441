import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { verifyCache } from '../../assets/cache/verify-cache.js';
import { deviceText } from '../../core/devices/device.js';
import { messageOf, ThawError } from '../../core/errors.js';
import { isUrl, type Place } from '../../core/places/place.js';
import { byteText } from '../../core/words/byte-text.js';
import { count } from '../../core/words/numbers.js';
import { cacheDir } from '../../machine/cache-dir.js';
import type { Check, Leftover } from '../../results/documents/upkeep.js';
import type { StoreHealth } from '../../store/health.js';
import { healthOf } from '../../store/index.js';
import { lookAtBackends } from '../backends/look-at-backends.js';
import type { Observer } from '../observer.js';
import { isThere, settledPlace, withDatabase } from '../open-database.js';
import type { World } from '../world.js';
import { type ArtifactCheck, checkArtifacts } from './checks/artifacts.js';
import { checkFiles } from './checks/files.js';
import { type Finding, ok, warning, wrong } from './checks/finding.js';
import { checkMachine } from './checks/machine.js';
import { checkSharedResults } from './checks/shared-results.js';
import { findLeftovers } from './gc.js';

export interface DoctorRequest extends ArtifactCheck {
  /** Mend what can be mended without losing anything. */
  readonly repair: boolean;
}

/**
 * Looks at everything that a run needs and leaves behind. Never deletes a result.
 *
 * @throws {InterruptedError}
 */
export async function examine(
  world: World,
  { repair, ...artifacts }: DoctorRequest,
  observer: Pick<Observer, 'onNote'>,
): Promise<readonly Check[]> {
  const place = settledPlace(world.place);
  const results = await checkResults(world, place, observer);
  const isRead = results.every(({ state }) => state !== 'wrong');
  const findings = [
    ...checkMachine(cacheDir(world.env), dirname(place.file)),
    ...(await checkBackends(world)),
    ...results,
    ...(isRead ? await checkSharedFiles(world, place, artifacts) : []),
    ...(await checkCache(cacheDir(world.env))),
    ...(await checkLeftovers(world, place)),
  ];
  const checks: Check[] = [];
  for (const finding of findings) checks.push(await settled(finding, repair));
  return checks;
}

async function settled({ repair, ...finding }: Finding, mend: boolean): Promise<Check> {
  if (!repair || !mend) return { ...finding, repaired: null };
  try {
    const repaired = await repair();
    return { ...finding, state: 'ok', todo: null, repaired };
  } catch (error) {
    if (!(error instanceof ThawError)) throw error;
    return { ...finding, todo: `Could not be repaired: ${error.message}`, repaired: null };
  }
}

async function checkBackends(world: World): Promise<readonly Finding[]> {
  const { looks } = await lookAtBackends(world, false, {});
  const none = looks.every(({ usable }) => !usable);
  return looks.map(({ backend, usable, info, gpu, why }) => {
    const on = gpu ? ` on ${deviceText(gpu)}` : '';
    if (usable) return ok('backend', `${backend}${on}: ${info?.device ?? 'works'}`);
    const message = `${backend} does not run${on || ' here'}: ${why}`;
    if (none) return wrong('backend', message, 'Without any, nothing can be trained');
    return warning('backend', message, 'Another one does: only speed is lost');
  });
}

async function checkSharedFiles(
  world: World,
  place: Place,
  artifacts: ArtifactCheck,
): Promise<readonly Finding[]> {
  try {
    return await checkArtifacts(world, place, artifacts);
  } catch (error) {
    if (!(error instanceof ThawError)) throw error;
    return [wrong('artifacts', error.message, 'See above')];
  }
}

async function checkResults(
  world: Pick<World, 'env'>,
  place: Place,
  observer: Pick<Observer, 'onNote'>,
): Promise<readonly Finding[]> {
  if (isUrl(place.at)) return checkSharedResults(world, place);
  if (!isThere(place)) return [ok('database', `no results yet at ${place.name}`)];
  const health = await healthOf(place.at);
  if (!health) return [];
  const database = health
    .examine(place.at)
    .map((found): Finding => ({ ...found, part: 'database' }));
  if (database.some(({ state, repair }) => state === 'wrong' && !repair)) return database;
  return [...database, ...checkBeside(world, place, health, observer)];
}

function checkBeside(
  world: Pick<World, 'env'>,
  place: Place,
  health: StoreHealth,
  observer: Pick<Observer, 'onNote'>,
): readonly Finding[] {
  try {
    const files = health.files(place.at);
    const waiting = [...files.sweeps].filter(([, { held, waiting }]) => waiting && !held);
    return [
      ...waiting.map(([id]) =>
        ok(
          'database',
          `sweep ${id} was stopped before its end`,
          `\`thaw resume ${id}\` goes on with it`,
        ),
      ),
      ...checkFiles({
        db: place.file,
        files,
        write: (work) =>
          withDatabase(world, place, 'write', observer, ({ store }) => work(store.queue)),
      }),
    ];
  } catch (error) {
    return [wrong('database', messageOf(error), 'See above')];
  }
}

/** Every byte of what was fetched or decoded. */
async function checkCache(cache: string): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const older: string[] = [];
  for await (const { kind, path, state } of verifyCache(cache)) {
    if (state === 'older') older.push(path);
    if (state !== 'damaged') continue;
    const message = `${kind} in ${path}: not as they were written`;
    findings.push(warning('cache', message, 'The next run makes them anew'));
  }
  if (older.length > 0) {
    const message = `${count(older.length, 'set')} of images that an older version of Thaw decoded, and nobody can check (such as ${older[0]})`;
    findings.push(warning('cache', message, 'The next run that needs them decodes them anew'));
  }
  return findings.length > 0 ? findings : [ok('cache', 'what was fetched or decoded is whole')];
}

/** What is cut off or held by nobody stands in the way of nothing, and is safe to remove. */
const SAFE: readonly Leftover['kind'][] = ['part', 'lock', 'spill', 'work', 'mark'];

async function checkLeftovers({ env }: World, place: Place): Promise<readonly Finding[]> {
  try {
    const { leftovers } = await findLeftovers(env, place);
    const bytes = leftovers.reduce((sum, each) => sum + each.bytes, 0);
    if (leftovers.length === 0) return [ok('cache', 'nothing is left over')];
    const cut = leftovers.filter(({ kind }) => SAFE.includes(kind));
    const message = `${count(leftovers.length, 'thing')} that nothing needs, ${byteText(bytes)}`;
    const found = warning('cache', message, '`thaw gc` says what, and removes it');
    if (cut.length === 0) return [found];
    return [
      {
        ...found,
        repair() {
          for (const { path } of cut) rmSync(path, { recursive: true, force: true });
          return `removed what was cut off or held by nobody: ${count(cut.length, 'thing')}`;
        },
      },
    ];
  } catch (error) {
    return [warning('cache', `cannot be looked at: ${messageOf(error)}`, 'See above')];
  }
}
