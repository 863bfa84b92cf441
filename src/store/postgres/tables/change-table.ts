import type { Methods } from '../methods.js';
import type { Sql } from '../sql.js';

interface ChangeColumns {
  /** The database itself, and the tables in it. */
  readonly identity: string;
  /** From here on transactions may not have been seen yet. */
  readonly open: string;
  /** From here on there are none yet. */
  readonly next: string;
  readonly sweep_id: number | null;
  readonly trial_id: number;
}

/**
 * What triggers keep of what changed, by the transaction that changed it. Transactions end in another
 * order than they begin: a cursor is the first that had not ended when it was given, and what changed
 * since is named again rather than missed.
 */
export function changeTable(sql: Sql): Pick<Methods, 'changes' | 'stamp'> {
  return {
    async changes(after) {
      const rows = await sql.all<ChangeColumns>(CHANGES, [placeIn(after)]);
      const { identity, open, next } = rows[0]!;
      if (after !== undefined && !isOf(after, identity, next)) return null;
      const sweeps = new Set<number>();
      const trials = new Map<number, number[]>();
      for (const { sweep_id: sweep, trial_id: trial } of rows) {
        // What a row of none stands for shows in no trial, and not in the sweep's own.
        if (sweep === null || trial < 0) continue;
        if (trial === 0) sweeps.add(sweep);
        else if (trials.get(sweep)?.push(trial) === undefined) trials.set(sweep, [trial]);
      }
      return { cursor: `${identity}-${open}`, sweeps: [...sweeps], trials };
    },
    async stamp() {
      const row = await sql.one<{ stamp: string }>(STAMP);
      return row!.stamp;
    },
  };
}

/** A server, a history of it, a database, and one life of our tables there. */
const IDENTITY = `
  (select system_identifier::text from pg_control_system()) || '.' ||
  (select timeline_id::text from pg_control_checkpoint()) || '.' ||
  (select oid::text from pg_database where datname = current_database()) || '.' ||
  'changes'::regclass::oid::text`;

/** One statement, so that the rows are those of the very moment that the cursor is of. */
const CHANGES = `
  with now as (
    select ${IDENTITY} as identity, pg_snapshot_xmax(snapshot)::text as next,
           least(pg_snapshot_xmin(snapshot)::text::bigint,
                 (select coalesce(max(xid)::text::bigint, 0) + 1 from changes))::text as open
    from pg_current_snapshot() as snapshot)
  select now.*, c.sweep_id, c.trial_id
  from now left join changes c on c.xid >= $1::text::xid8
  order by c.xid, c.sweep_id, c.trial_id`;

/**
 * The latest change, and the transactions before it that may bring another yet: either is another
 * once anything was written.
 */
const STAMP = `
  select ${IDENTITY} || '-' || latest.xid::text || '-' || coalesce(
      (select string_agg(open.xid::text, '.')
       from pg_snapshot_xip(pg_current_snapshot()) as open (xid) where open.xid < latest.xid),
      '') as stamp
  from (select coalesce(max(xid), '0'::xid8) as xid from changes) as latest`;

/** Null: from nowhere on. */
function placeIn(cursor: string | undefined): string | null {
  return cursor === undefined ? null : (CURSOR.exec(cursor)?.[2] ?? null);
}

function isOf(cursor: string, identity: string, next: string): boolean {
  const [, of, place] = CURSOR.exec(cursor) ?? [];
  return of === identity && BigInt(place ?? 0) <= BigInt(next);
}

const CURSOR = /^([\d.]+)-(\d{1,18})$/;
