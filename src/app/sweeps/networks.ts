import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { messageOf, WeightsError } from '../../core/errors.js';
import { differing, type Fingerprint } from '../../core/prints/fingerprint.js';
import type { Database } from '../../results/database.js';
import type { Leaderboard } from '../../results/leaderboard.js';
import { recipeOf } from '../../results/recipe-of.js';
import { checkpointFile, checkpointFolder, weightsFile } from '../../store/files.js';
import type { LeaderboardRow } from '../../store/port.js';
import { removeFrom } from '../../sweep/snapshots/cohort-files.js';
import type { Observer } from '../observer.js';
import type { Workers } from '../workers/open-workers.js';
import { exportTrial } from './export-trial.js';

/** The networks that belong to a sweep: those of its best trials, as many as it keeps. */
export interface Networks {
  /** Absolute paths, the best trial's first. */
  readonly files: readonly string[];
  /** Of those trials, the ones whose weights are not there: they could not be kept, or are gone. */
  readonly without: readonly number[];
}

/** What is there, and what is to be written still. */
export async function networksOf(
  { store, file: db }: Database,
  { sweep, rows }: Leaderboard,
): Promise<Networks & { readonly missing: readonly LeaderboardRow[] }> {
  const kept = new Set(await store.readings.withCheckpoint(sweep.id));
  const hasWeights = ({ trial }: LeaderboardRow) =>
    kept.has(trial) && existsSync(checkpointFile(db, sweep.id, trial));
  const there = rows.filter(hasWeights);
  // Trials made of something else are ranked among themselves.
  const changes = [...new Set(there.map(({ change }) => change))];
  const best = changes.flatMap((change) =>
    there.filter((row) => row.change === change).slice(0, sweep.spec.keep),
  );
  const fileOf = ({ trial }: LeaderboardRow) => weightsFile(db, sweep.id, trial);
  return {
    files: best.map(fileOf),
    missing: best.filter((row) => !isNewer(fileOf(row), checkpointFile(db, sweep.id, row.trial))),
    without: rows
      .filter(({ rank }) => rank !== null)
      .slice(0, sweep.spec.keep)
      .filter((row) => !hasWeights(row))
      .map(({ trial }) => trial),
  };
}

/**
 * Writes the best trials' networks beside the database, and removes those of trials that were best
 * before; each is only put together from the weights it was trained from. Call it under the sweep's
 * lock.
 *
 * @returns how many were written.
 * @throws {ThawError} one cannot be written, the first of them; the others are there.
 */
export async function writeNetworks(
  workers: Pick<Workers, 'pool' | 'setting'>,
  database: Database,
  leaderboard: Leaderboard,
  now: Fingerprint,
  observer: Pick<Observer, 'onNote'>,
): Promise<number> {
  const { store, file: db } = database;
  const { sweep } = leaderboard;
  const { files, missing } = await networksOf(database, leaderboard);
  const kept = new Set(files.map((file) => basename(file)));
  removeFrom(
    checkpointFolder(db, sweep.id),
    (name) => name.endsWith('.safetensors') && !kept.has(name),
  );
  let count = 0;
  let failure: { readonly error: unknown } | undefined;
  for (const row of missing) {
    const trial = await store.readings.trial(row.trial);
    const made = await store.readings.madeOf(row.trial);
    const fingerprint = made?.fingerprint ?? now;
    const skip = (why: string) => {
      const message = `The network of trial ${row.trial} is not written: ${why}`;
      observer.onNote?.({ kind: 'message', message });
    };
    if (differing(fingerprint, now).weights) {
      skip('the weights it was trained from have changed');
      continue;
    }
    const { checkpoint: digest } = await store.readings.digests(row.trial);
    const network = {
      recipe: recipeOf(trial!),
      classNames: fingerprint.classNames,
      checkpoint: { path: checkpointFile(db, sweep.id, row.trial), digest },
    };
    const output = weightsFile(db, sweep.id, row.trial);
    try {
      const written = await exportTrial(workers, sweep, network, row, output);
      await store.queue.setNetwork(row.trial, written);
      count += 1;
    } catch (error) {
      // A damaged checkpoint stays one: nothing that is mended and resumed brings it back.
      if (error instanceof WeightsError) skip(error.message.replace(/\.$/, ''));
      else failure ??= { error };
    }
  }
  if (failure) throw failure.error;
  return count;
}

/** Why they could not be written, as the end of a sentence. */
export function notWritten(error: unknown): string {
  return `its networks could not be written (${messageOf(error).replace(/\.$/, '')}): mend that, then resume`;
}

function isNewer(file: string, than: string): boolean {
  return existsSync(file) && statSync(file).mtimeMs >= statSync(than).mtimeMs;
}
