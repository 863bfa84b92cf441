import type { Database } from '../../results/database.js';

/** When each sweep was last seen to change, as cursors: what answers are kept by. */
export interface Versions {
  of(database: Database | null, sweep: number): Promise<string>;
}

export function createVersions(): Versions {
  const changed = new Map<number, string>();
  /** Of all sweeps that did not change since. */
  let base = '';
  let cursor: string | undefined;

  return {
    async of(database, sweep) {
      if (!database) return '';
      const { log } = database.store;
      const changes = cursor === undefined ? null : await log.changes(cursor);
      if (changes) {
        for (const id of [...changes.sweeps, ...changes.trials.keys()]) {
          changed.set(id, changes.cursor);
        }
        cursor = changes.cursor;
      } else {
        changed.clear();
        cursor = (await log.changes())!.cursor;
        base = cursor;
      }
      return changed.get(sweep) ?? base;
    },
  };
}
