import { UsageError } from '../core/errors.js';
import type { Trial } from '../core/trial.js';
import { plain } from '../core/words/plain.js';
import type { Store, SweepRow } from '../store/port.js';
import { HOW_TO_START } from './find-sweep.js';

/**
 * The trial with the id that `leaderboard` prints, and its sweep.
 * @throws {UsageError}
 */
export async function findTrial(
  { readings }: Pick<Store, 'readings'>,
  wanted: string,
): Promise<{ trial: Trial; sweep: SweepRow }> {
  const id = /^#?\d+$/.test(wanted) ? Number(wanted.replace('#', '')) : Number.NaN;
  if (Number.isNaN(id)) {
    throw new UsageError(
      `A trial is named by its number in the column "trial" of \`thaw leaderboard\`, not "${wanted}".`,
    );
  }
  const trial = await readings.trial(id);
  const sweep = trial && (await readings.sweep(trial.sweepId));
  if (trial && sweep) return { trial, sweep };
  const [latest] = await readings.sweeps();
  const ids = latest && (await readings.idRange(latest.id));
  const hint =
    latest && ids
      ? ` The latest sweep (${plain(latest.name)}) has ${ids.first} to ${ids.last}.`
      : ` ${HOW_TO_START}`;
  throw new UsageError(`There is no trial ${id}.${hint}`);
}
