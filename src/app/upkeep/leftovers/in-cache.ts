import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type CachedFolder, cachedFolders } from '../../../assets/cache/cached-folders.js';
import { byteText } from '../../../core/words/byte-text.js';
import { keptPrograms } from '../../../device/install/kept-programs.js';
import { isCutOff, otherInstalls } from '../../../device/install/other-installs.js';
import { keptInputs } from '../../../fleet/artifacts/inputs/evict-inputs.js';
import { measureTree, namesIn } from '../../../machine/files/tree.js';
import { isDeadLock } from '../../../machine/lock.js';
import type { Leftover } from '../../../results/documents/upkeep.js';
import { fetchedFolder } from '../../fleet/fetched-files.js';
import { AGE, isOlderThan, type Look, leftover, PART } from './leftover.js';

/**
 * What nothing needs any more in the cache folder: all of it can be fetched, decoded or compiled again.
 * `programs`: compiled programs that serve, too.
 */
export async function leftoversInCache(cacheDir: string, programs: boolean): Promise<Look> {
  const folders = join(cacheDir, 'folders');
  const places = [
    cacheDir,
    ...['npm', 'digests', 'folders', 'inputs/data', 'inputs/weights', 'weights-of-trials'].map(
      (name) => join(cacheDir, name),
    ),
    ...namesIn(folders).map((name) => join(folders, name)),
  ];
  const cut: Leftover[] = [];
  for (const place of places) cut.push(...(await cutOff(place)));
  const compiled = compiledPrograms(cacheDir, programs);
  return {
    leftovers: [
      ...cut,
      ...cachedFolders(cacheDir).flatMap(unusedImages),
      ...unusedInputs(cacheDir),
      ...fetchedWeights(cacheDir),
      ...installs(cacheDir),
      ...compiled.leftovers,
    ],
    kept: compiled.kept,
  };
}

async function cutOff(folder: string): Promise<readonly Leftover[]> {
  const found: Leftover[] = [];
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    if (name.endsWith('.lock') && (await isDeadLock(path))) {
      found.push(leftover('lock', path, 'its process is gone'));
    } else if (PART.test(name) && (await isAbandoned(path))) {
      found.push(leftover('part', path, 'cut off while it was written'));
    }
  }
  return found;
}

/** A work folder is written under the lock of what it becomes; a file in a moment. */
async function isAbandoned(path: string): Promise<boolean> {
  const lock = `${path.replace(PART, '')}.lock`;
  if (existsSync(lock)) return isDeadLock(lock);
  return isOlderThan(path, AGE.write);
}

function unusedImages({ path, source, states }: CachedFolder): readonly Leftover[] {
  // Some process decodes into it, or left its lock: that goes first.
  if (namesIn(path).some((name) => name.endsWith('.lock'))) return [];
  if (source !== null && !statSync(source, { throwIfNoEntry: false })) {
    return [leftover('images', path, `their folder is gone: ${source}`)];
  }
  const newest = states[0];
  if (source === null && newest && isOlderThan(newest.path, AGE.unknown)) {
    return [leftover('images', path, 'of a folder not known, decoded over 30 days ago')];
  }
  return states
    .slice(1)
    .map((state) => leftover('images', state.path, 'their folder has changed since'));
}

function unusedInputs(cacheDir: string): readonly Leftover[] {
  return keptInputs(cacheDir)
    .filter(({ usedAt }) => Date.now() - usedAt > AGE.unknown)
    .map(({ path, bytes }) => {
      return { kind: 'input', path, bytes, why: 'no order used it for 30 days' } as const;
    });
}

/** Of trials of other machines: fetched once more by whoever asks for them again. */
function fetchedWeights(cacheDir: string): readonly Leftover[] {
  const folder = fetchedFolder(cacheDir);
  return namesIn(folder)
    .map((name) => join(folder, name))
    .filter((path) => isOlderThan(path, AGE.unknown))
    .map((path) => leftover('checkpoint', path, 'fetched over 30 days ago, and can be again'));
}

function installs(cacheDir: string): readonly Leftover[] {
  return otherInstalls(cacheDir).flatMap((install): readonly Leftover[] => {
    const { path, kind } = install;
    if (kind === 'older') return [leftover('backend', path, 'this version of Thaw loads another')];
    return isCutOff(install) ? [leftover('work', path, 'an installation that was cut off')] : [];
  });
}

/** Compiled anew, a program may be of other kernels: sweeps that go on would have other last digits. */
function compiledPrograms(cacheDir: string, asked: boolean): Look {
  const found = keptPrograms(cacheDir);
  const gone = found.filter(({ used }) => asked || !used);
  return {
    leftovers: gone.map(({ path, used }) => leftover('programs', path, used ? AGAIN : OTHER)),
    kept: found
      .filter((each) => !gone.includes(each))
      .map(({ path }) => ({ path, why: `${byteText(measureTree(path).bytes)} of ${SERVE}` })),
  };
}

const OTHER = 'compiled for another version of TensorFlow';
const AGAIN = 'compiled again when it is needed; sweeps that are resumed may differ in last digits';
const SERVE =
  'compiled programs, with which a resumed sweep has the same bits (`thaw gc --programs` frees them)';
