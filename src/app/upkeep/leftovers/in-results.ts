import { existsSync, lstatSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { namesIn } from '../../../machine/files/tree.js';
import { isAlive } from '../../../machine/is-alive.js';
import type { Leftover } from '../../../results/documents/upkeep.js';
import { checkpointFolder, spillFile } from '../../../store/files.js';
import type { StoreFiles, StoreHealth } from '../../../store/health.js';
import { deletedFolders, sweepFolders } from '../../../store/sweep-folders.js';
import { isOfCohort } from '../../../sweep/snapshots/cohort-files.js';
import { AGE, isOlderThan, type Look, leftover, PART } from './leftover.js';

/**
 * What nothing needs any more beside a database. What a running sweep may use is left alone, and what
 * may be the last copy of a result is told of and stays.
 *
 * @throws {StoreError} the database cannot be read.
 */
export function leftoversInResults(db: string, health: StoreHealth): Look {
  if (!existsSync(db)) return { leftovers: [], kept: [] };
  const files = health.files(db);
  const deleted = deletedFolders(db).map((folder) =>
    leftover('checkpoint', folder, 'its sweep was deleted'),
  );
  const looks = [backups(db, health), ...sweepFolders(db).map((id) => ofSweep(db, id, files))];
  return {
    leftovers: [
      ...spilled(db),
      ...marks(files),
      ...deleted,
      ...looks.flatMap(({ leftovers }) => leftovers),
    ],
    kept: looks.flatMap(({ kept }) => kept),
  };
}

function ofSweep(db: string, id: number, { sweeps, kept }: StoreFiles): Look {
  const folder = checkpointFolder(db, id);
  const sweep = sweeps.get(id);
  if (!sweep) {
    const why = 'this database has no such sweep: they may be all that is left of another';
    return { leftovers: [], kept: [{ path: folder, why }] };
  }
  if (sweep.held) return { leftovers: [], kept: [] };
  const wanted = new Set(kept.filter((each) => each.sweep === id).map(({ trial }) => trial));
  const leftovers = namesIn(folder).flatMap((name): Leftover[] => {
    const path = join(folder, name);
    if (!lstatSync(path, { throwIfNoEntry: false })?.isFile()) return [];
    if (PART.test(name)) {
      const isCut = isOlderThan(path, AGE.write);
      return isCut ? [leftover('part', path, 'cut off while it was written')] : [];
    }
    if (sweep.waiting || name.endsWith('.safetensors')) return [];
    const [, trial] = /^trial-(\d+)\.ckpt$/.exec(name) ?? [];
    if (trial === undefined) {
      return isOfCohort(name) ? [leftover('snapshot', path, 'its sweep has ended')] : [];
    }
    return wanted.has(Number(trial)) || Number(trial) > sweep.lastTrial
      ? []
      : [leftover('checkpoint', path, 'better trials came after it')];
  });
  return { leftovers, kept: [] };
}

/** One that a process sets as it leaves may be newer than what was read of its sweep. */
function marks({ marks }: StoreFiles): readonly Leftover[] {
  return marks
    .filter((path) => isOlderThan(path, AGE.write))
    .map((path) => leftover('mark', path, 'no sweep asks for it any more'));
}

/** Frozen outputs have a name only while they are made; a killed process may leave one. */
function spilled(db: string): readonly Leftover[] {
  const folder = dirname(db);
  const start = basename(spillFile(db, 0)).replace(/\d+-0$/, '');
  return namesIn(folder).flatMap((name) => {
    const [, pid] =
      /^(\d+)-\d+-\d+$/.exec(name.startsWith(start) ? name.slice(start.length) : '') ?? [];
    if (pid === undefined || isAlive(Number(pid))) return [];
    return [leftover('spill', join(folder, name), 'its process is gone')];
  });
}

function backups(db: string, health: StoreHealth): Look {
  const [folder, start] = [dirname(db), `${basename(db)}.schema-`];
  const names = namesIn(folder).filter((name) => name.startsWith(start));
  const copies = names.filter((name) => name.endsWith('.bak')).map((name) => join(folder, name));
  const spare = copies.filter((copy) => health.holdsAllOf(db, copy));
  return {
    leftovers: [
      ...spare.map((copy) => leftover('backup', copy, 'the database has all that is in it')),
      ...names
        .map((name) => join(folder, name))
        .filter((path) => PART.test(path) && isOlderThan(path, AGE.write))
        .map((path) => leftover('part', path, 'cut off while it was written')),
    ],
    kept: copies
      .filter((copy) => !spare.includes(copy))
      .map((path) => ({ path, why: 'it holds results that the database does not' })),
  };
}
