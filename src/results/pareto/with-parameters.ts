import { trainedParameters } from '../../plan/trained-parameters.js';
import type { LeaderboardRow, Store, SweepRow } from '../../store/port.js';

/** The rows with how many numbers each trial trains, which older programs did not keep. */
export async function withParameters(
  { readings }: Pick<Store, 'readings'>,
  sweep: SweepRow,
  rows: readonly LeaderboardRow[],
): Promise<readonly LeaderboardRow[]> {
  if (rows.every(({ metrics }) => !Number.isNaN(metrics!.trained_parameters))) return rows;
  const made = (await readings.allMadeOf(sweep.id)).find(({ change }) => change === 0);
  if (!made) return rows;
  const classes = made.fingerprint.classNames.length;
  const trials = await readings.trials(sweep.id, { reports: 'open' });
  const recipes = new Map(trials.map(({ id, recipe }) => [id, recipe]));
  return rows.map((row) => {
    const recipe = recipes.get(row.trial);
    if (!recipe || !Number.isNaN(row.metrics!.trained_parameters)) return row;
    const parameters = trainedParameters(recipe, classes);
    return { ...row, metrics: { ...row.metrics!, trained_parameters: parameters } };
  });
}
