import type { SweepResults } from '../../exports/export-format.js';
import { programVersion } from '../../machine/program-version.js';
import type { Database } from '../../results/database.js';
import type { TrialDocument } from '../../results/documents/trial.js';
import { readDocument } from '../../results/live/read-documents.js';
import type { SweepRow } from '../../store/port.js';

/** A sweep as formats take it. */
export async function readResults(database: Database, sweep: SweepRow): Promise<SweepResults> {
  const { trials: rows } = await readDocument.trials(database, { sweep });
  const trials: TrialDocument[] = [];
  for (const { trial } of rows) {
    trials.push(await readDocument.trial(database, { sweep, trials: [String(trial)] }));
  }
  return {
    database,
    sweep: await readDocument.sweep(database, { sweep }),
    leaderboard: await readDocument.leaderboard(database, { sweep }),
    trials: trials.toSorted((a, b) => a.number - b.number || a.replicate - b.replicate),
    curves: await readDocument.curves(database, { sweep }),
    version: programVersion(),
  };
}
