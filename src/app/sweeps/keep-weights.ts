import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Recipe } from '../../core/recipe.js';
import type { Params } from '../../core/space.js';
import type { Database } from '../../results/database.js';
import type { Leaderboard } from '../../results/leaderboard.js';
import { recipeOf } from '../../results/recipe-of.js';
import { checkpointFile, checkpointFolder, weightsFile } from '../../store/files.js';
import type { LeaderboardRow, SweepRow } from '../../store/port.js';
import type { Workers } from '../workers/open-workers.js';

/** What is written of a trial. */
export type Exported = Pick<LeaderboardRow, 'trial' | 'value' | 'epoch'> & {
  readonly params: Params;
};

/**
 * Writes the best trials' networks beside the database (`rows`: best first), and removes those of
 * trials that were best before. Returns the files, best first.
 */
export async function keepWeights(
  workers: Pick<Workers, 'pool' | 'setting'>,
  { store, file: db }: Database,
  { sweep, rows }: Leaderboard,
): Promise<readonly string[]> {
  const best = rows
    .filter(({ trial }) => existsSync(checkpointFile(db, sweep.id, trial)))
    .slice(0, sweep.spec.keep);
  const files: string[] = [];
  for (const row of best) {
    const file = weightsFile(db, sweep.id, row.trial);
    if (!isNewer(file, checkpointFile(db, sweep.id, row.trial))) {
      const trial = await store.readings.trial(row.trial);
      await exportTrial(workers, db, sweep, recipeOf(trial!), row, file);
    }
    files.push(file);
  }
  removeOthers(checkpointFolder(db, sweep.id), files);
  return files;
}

/** Writes one trial's network to `output`, with where it comes from in the metadata. */
export async function exportTrial(
  { pool, setting }: Pick<Workers, 'pool' | 'setting'>,
  db: string,
  sweep: SweepRow,
  recipe: Recipe,
  { trial, value, epoch, params }: Exported,
  output: string,
): Promise<void> {
  mkdirSync(dirname(output), { recursive: true });
  await pool.call('exportWeights', {
    ...setting,
    recipe,
    classNames: sweep.classNames ?? [],
    checkpoint: checkpointFile(db, sweep.id, trial),
    output,
    metadata: {
      sweep: sweep.name,
      trial: String(trial),
      metric: sweep.spec.metric.name,
      value: String(value),
      epoch: String(epoch),
      params: JSON.stringify(params),
    },
  });
}

function isNewer(file: string, than: string): boolean {
  return existsSync(file) && statSync(file).mtimeMs >= statSync(than).mtimeMs;
}

function removeOthers(folder: string, keep: readonly string[]): void {
  if (!existsSync(folder)) return;
  const names = new Set(keep.map((file) => basename(file)));
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.safetensors') && !names.has(name)) rmSync(join(folder, name));
  }
}
