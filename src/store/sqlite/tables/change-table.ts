import type { Database } from 'better-sqlite3';
import type { Methods } from '../methods.js';

interface ChangeColumns {
  readonly sweep_id: number;
  readonly trial_id: number;
}

/**
 * What triggers keep of what changed. A cursor is the latest row's id, and the moment at which the oldest
 * sweep was laid down: a database that took this one's place has another.
 */
export function changeTable(db: Database): Pick<Methods, 'changes'> {
  const selectOldest = db
    .prepare<[], string>('select created_at from sweeps order by id limit 1')
    .pluck();
  const selectLast = db.prepare<[], number>('select coalesce(max(id), 0) from changes').pluck();
  const select = db.prepare<[number, number], ChangeColumns>(
    'select sweep_id, trial_id from changes where id > ? and id <= ? order by id',
  );
  return {
    changes(after) {
      const oldest = (selectOldest.get() ?? '').replace(/\D/g, '');
      const last = selectLast.get()!;
      const from = after === undefined ? last : placeIn(after, oldest, last);
      if (from === null) return null;
      const sweeps = new Set<number>();
      const trials = new Map<number, number[]>();
      for (const { sweep_id: sweep, trial_id: trial } of select.all(from, last)) {
        if (trial === 0) sweeps.add(sweep);
        else if (trials.get(sweep)?.push(trial) === undefined) trials.set(sweep, [trial]);
      }
      return { cursor: `${oldest}-${last}`, sweeps: [...sweeps], trials };
    },
  };
}

/**
 * Null: the cursor is none, or of another database. So is one from before the first sweep: of what lay
 * there when the table was made it has no rows.
 */
function placeIn(cursor: string, oldest: string, last: number): number | null {
  const [, of, digits] = /^(\d*)-(\d{1,15})$/.exec(cursor) ?? [];
  const place = Number(digits);
  return of === oldest && place <= last ? place : null;
}
