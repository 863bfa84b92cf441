import { Refusal } from '../../machine/http/refusal.js';
import type { Database } from '../../results/database.js';
import { sweepsDocument } from '../../results/documents/sweeps.js';
import type { readDocument } from '../../results/live/read-documents.js';
import type { PlotQuery, Query } from './query.js';

/**
 * The document asked for. `database`: null: there is none yet. `readers`: how each is read.
 *
 * @throws {Refusal} there is no such sweep. {UsageError} there is no such trial. {StoreError}
 */
export async function answer(
  database: Database | null,
  query: Exclude<Query, PlotQuery>,
  readers: typeof readDocument,
): Promise<object> {
  if (query.document === 'sweeps') {
    return sweepsDocument(database ? await database.store.readings.sweeps() : []);
  }
  if (!database) throw new Refusal(404, 'There are no sweeps yet.');
  if ('sweep' in query) {
    const { document, sweep: id, trials, ...choices } = query;
    const sweep = await database.store.readings.sweep(id);
    if (!sweep) throw new Refusal(404, `There is no sweep ${id}.`);
    return readers[document](database, {
      ...{ sweep, ...choices },
      ...(trials && { trials: trials.map(String) }),
    });
  }
  const [first] = query.trials;
  const trial = first === undefined ? undefined : await database.store.readings.trial(first);
  const sweep = trial && (await database.store.readings.sweep(trial.sweepId));
  if (!sweep) throw new Refusal(404, `There is no trial ${first}.`);
  return readers[query.document](database, { sweep, trials: query.trials.map(String) });
}
