import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';

/** Where the files of the first sweep lie. */
export const resultsIn = (folder: string) => join(folder, 'results', 'checkpoints', 'sweep-1');

/** All that a sweep left, but for times. */
export async function leftIn(folder: string) {
  const store = openStore(join(folder, 'results', 'thaw.sqlite'), { access: 'read' });
  try {
    const trials = await store.readings.trials(1);
    const attempts = await Promise.all(trials.map(({ id }) => store.readings.attempts(id)));
    const learned = trials.map(({ state, reports }) => ({
      state,
      reports: reports.map(({ epoch, metrics, learningRate }) => [
        epoch,
        { ...metrics, training_seconds: 0 },
        learningRate,
      ]),
    }));
    const files = readdirSync(resultsIn(folder)).sort();
    const weights = files
      .filter((name) => name.endsWith('.ckpt'))
      .map((name) => [name, readFileSync(join(resultsIn(folder), name)).toString('base64')]);
    const snapshots = await store.readings.snapshots(1);
    return { learned, weights, files, snapshots, attempts };
  } finally {
    await store.close();
  }
}
