import { UsageError } from '../core/errors.js';
import type { Trial } from '../core/trial.js';
import { nearestName } from '../core/words/nearest-name.js';
import { plain } from '../core/words/plain.js';
import type { Store, SweepRow } from '../store/port.js';

/**
 * The sweep that a person means: by id, by name (the newest of that name), or the latest.
 * @throws {UsageError}
 */
export async function findSweep(store: Store, wanted: string | undefined): Promise<SweepRow> {
  const sweeps = await store.readings.sweeps();
  const latest = sweeps[0];
  if (!latest) throw new UsageError(`There are no sweeps yet. ${HOW_TO_START}`);
  if (wanted === undefined) return latest;
  const found =
    sweeps.find(({ id }) => String(id) === wanted) ?? sweeps.find(({ name }) => name === wanted);
  if (found) return found;
  const names = [...new Set(sweeps.map(({ name }) => name))];
  const near = nearestName(wanted, names);
  throw new UsageError(
    `There is no sweep "${wanted}".${near ? ` Did you mean "${plain(near)}"?` : ''} \`thaw sweeps\` lists all; the latest is ${latest.id} (${plain(latest.name)}).`,
  );
}

export const HOW_TO_START = '`thaw run FILE` starts one; `thaw init` writes a file to start from.';

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
