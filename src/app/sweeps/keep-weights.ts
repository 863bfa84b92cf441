import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { differing, type Fingerprint } from '../../core/prints/fingerprint.js';
import type { Params } from '../../core/space.js';
import type { Database } from '../../results/database.js';
import type { Leaderboard } from '../../results/leaderboard.js';
import { recipeOf } from '../../results/recipe-of.js';
import { checkpointFile, checkpointFolder, weightsFile } from '../../store/files.js';
import type { LeaderboardRow, SweepRow } from '../../store/port.js';
import type { TrainedNetwork } from '../../worker/protocol/tasks.js';
import type { Observer } from '../observer.js';
import type { Workers } from '../workers/open-workers.js';

/** What is written of a trial. */
export type Exported = Pick<LeaderboardRow, 'trial' | 'value' | 'epoch'> & {
  readonly params: Params;
};

/**
 * Writes the best trials' networks beside the database (`rows`: best first), and removes those of
 * trials that were best before. Returns the files, best first. Trials made of something else are
 * ranked among themselves; a network is only put together from the weights it was trained from.
 */
export async function keepWeights(
  workers: Pick<Workers, 'pool' | 'setting'>,
  { store, file: db }: Database,
  { sweep, rows }: Leaderboard,
  now: Fingerprint,
  observer: Observer,
): Promise<readonly string[]> {
  const there = rows.filter(({ trial }) => existsSync(checkpointFile(db, sweep.id, trial)));
  const changes = [...new Set(there.map(({ change }) => change))];
  const best = changes.flatMap((change) =>
    there.filter((row) => row.change === change).slice(0, sweep.spec.keep),
  );
  const files: string[] = [];
  for (const row of best) {
    const file = weightsFile(db, sweep.id, row.trial);
    if (!isNewer(file, checkpointFile(db, sweep.id, row.trial))) {
      const trial = await store.readings.trial(row.trial);
      const made = await store.readings.madeOf(row.trial);
      const fingerprint = made?.fingerprint ?? now;
      if (differing(fingerprint, now).weights) {
        const message = `The network of trial ${row.trial} is not written: the weights it was trained from have changed`;
        observer.onNote?.({ kind: 'message', message });
        continue;
      }
      const { checkpoint: digest } = await store.readings.digests(row.trial);
      const network = {
        recipe: recipeOf(trial!),
        classNames: fingerprint.classNames,
        checkpoint: { path: checkpointFile(db, sweep.id, row.trial), digest },
      };
      await store.queue.setNetwork(
        row.trial,
        await exportTrial(workers, sweep, network, row, file),
      );
    }
    files.push(file);
  }
  removeOthers(checkpointFolder(db, sweep.id), files);
  return files;
}

/**
 * Writes one trial's network to `output`, with where it comes from in the metadata. Gives the file's
 * SHA-256.
 */
export async function exportTrial(
  { pool, setting }: Pick<Workers, 'pool' | 'setting'>,
  sweep: SweepRow,
  network: TrainedNetwork,
  { trial, value, epoch, params }: Exported,
  output: string,
): Promise<string> {
  mkdirSync(dirname(output), { recursive: true });
  return pool.call('exportWeights', {
    ...setting,
    ...network,
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
