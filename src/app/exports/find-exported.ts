import { messageOf, UsageError } from '../../core/errors.js';
import type { ExportFormat } from '../../exports/export-format.js';
import { bestTrial } from '../../results/best-trial.js';
import type { Database } from '../../results/database.js';
import { findSweep } from '../../results/find-sweep.js';
import { openTrained, type Trained } from '../../results/open-trained.js';
import type { SweepRow } from '../../store/port.js';

export interface ExportWanted {
  readonly format: ExportFormat;
  /** A trial or a sweep, as a person writes it; absent: what the format takes for granted. */
  readonly of?: string | undefined;
}

/** What is exported: a trial of a sweep, or (`trained` is null) the sweep itself. */
export interface Exported {
  readonly sweep: SweepRow;
  readonly trained: Trained | null;
}

/** @throws {UsageError} no such trial, or none was named; no such sweep; weights not kept. */
export async function findExported(
  database: Database,
  { format, of }: ExportWanted,
): Promise<Exported> {
  if (format.of === 'trial') {
    const trained = await openTrained(database, await trialWanted(database, format.name, of));
    return { sweep: trained.sweep, trained };
  }
  try {
    return { sweep: await findSweep(database.store, of), trained: null };
  } catch (error) {
    if (of === undefined || !(error instanceof UsageError)) throw error;
    throw new UsageError([
      ...messageOf(error).split('\n'),
      `--to ${format.name} writes all trials of a sweep: it takes the sweep's id or name, or nothing for the latest.`,
    ]);
  }
}

async function trialWanted(
  { store }: Database,
  format: string,
  of: string | undefined,
): Promise<string> {
  if (of === undefined) {
    throw new UsageError(
      `--to ${format} writes the network of a trial: give its number in the column "trial" of \`thaw leaderboard\`, or \`best\` for the first of the latest sweep.`,
    );
  }
  if (of !== 'best') return of;
  const sweep = await findSweep(store, undefined);
  const best = await bestTrial(store, sweep, 0);
  if (best) return String(best.trial);
  throw new UsageError(
    `No trial of sweep ${sweep.id} has finished within its bounds yet: none is the best.`,
  );
}
