import type { Database } from 'better-sqlite3';
import { connect } from '../connect.js';
import { examine } from './examine.js';

/**
 * Whether every trial of `copy`, with as many reports and test readings, is in a whole database. A
 * database that was begun anew has trials of the same ids, but of sweeps of another time.
 */
export function holdsAllOf(path: string, copy: string): boolean {
  if (examine(path).some(({ state }) => state !== 'ok')) return false;
  const [now, before] = [resultsOf(path), resultsOf(copy)];
  if (!now || !before) return false;
  const byId = new Map(now.map((row) => [row.id, row]));
  return before.every(({ id, begun, reports, tests }) => {
    const row = byId.get(id);
    return row?.begun === begun && row.reports >= reports && row.tests >= tests;
  });
}

interface Results {
  readonly id: number;
  /** When its sweep was. */
  readonly begun: string;
  readonly reports: number;
  readonly tests: number;
}

/** Undefined: it cannot be read. */
function resultsOf(path: string): readonly Results[] | undefined {
  let db: Database | undefined;
  try {
    db = connect(path, true);
    return db
      .prepare<[], Results>(
        `select id, (select created_at from sweeps where id = sweep_id) as begun,
                (select count(*) from reports where trial_id = trials.id) as reports,
                (select count(*) from tests where trial_id = trials.id) as tests
         from trials order by id`,
      )
      .all();
  } catch {
    return undefined;
  } finally {
    db?.close();
  }
}
