import type { Database } from '../../results/database.js';
import { readDocument } from '../../results/live/read-documents.js';
import type { Patch } from '../api.js';

/** Above so many trials that changed, asking for all is less. */
const MOST_TRIALS = 2000;

/** Before there is a database: what it holds once it is there is all asked for. */
const BEGINNING = '-0';

/** What changed since the cursor; without one: nothing, and the cursor of now. */
export async function readPatch(database: Database | null, after?: string): Promise<Patch> {
  if (!database)
    return { ...NOTHING, cursor: BEGINNING, resync: after !== undefined && after !== BEGINNING };
  const { log, readings } = database.store;
  const changes = await log.changes(after);
  if (!changes) return resync((await log.changes())!.cursor);
  const { cursor, sweeps, trials } = changes;
  const changed = [...trials.values()].reduce((sum, ids) => sum + ids.length, 0);
  if (changed > MOST_TRIALS) return resync(cursor);

  const removed: number[] = [];
  const documents: Patch['sweeps'][number][] = [];
  const entries: Patch['trials'][number][] = [];
  for (const id of new Set([...sweeps, ...trials.keys()])) {
    const sweep = await readings.sweep(id);
    if (!sweep) {
      removed.push(id);
      continue;
    }
    documents.push(await readDocument.sweep(database, { sweep }));
    const ids = trials.get(id);
    if (!ids) continue;
    const read = await readDocument.trials(database, { sweep, trials: ids.map(String) });
    entries.push(...read.trials.map((each) => ({ ...each, sweep: id })));
  }
  return { cursor, resync: false, sweeps: documents, trials: entries, removed };
}

const NOTHING = { resync: false, sweeps: [], trials: [], removed: [] };

function resync(cursor: string): Patch {
  return { ...NOTHING, cursor, resync: true };
}
