import { existsSync } from 'node:fs';
import Sqlite from 'better-sqlite3';

/** A value of a database that a run is writing, as it is now; undefined: none yet. */
export function read(path: string, sql: string): unknown {
  if (!existsSync(path)) return undefined;
  const db = new Sqlite(path, { readonly: true });
  try {
    return db.prepare(sql).pluck().get();
  } catch {
    return undefined; // Its tables are not made yet.
  } finally {
    db.close();
  }
}

/** Resolves once the database at `path` holds so many reports. */
export async function reported(path: string, reports: number): Promise<void> {
  while (Number(read(path, 'select count(*) from reports') ?? 0) < reports) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Locks the database as another program would; returns how to let it go. */
export function lockDatabase(path: string): () => void {
  const other = new Sqlite(path, { timeout: 5000 });
  other.exec('begin immediate');
  return () => {
    other.exec('rollback');
    other.close();
  };
}

/** States of all attempts, in order. */
export function attempts(path: string): readonly unknown[] {
  const db = new Sqlite(path, { readonly: true });
  const states = db.prepare('select state from attempts order by id').pluck().all();
  db.close();
  return states;
}
