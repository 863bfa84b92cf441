import type { Database } from 'better-sqlite3';
import { StoreError } from '../../../core/errors.js';
import type { TrialState } from '../../../core/trial-state.js';
import { countStates } from '../../../core/trial-state.js';
import type { SweepRow, SweepState } from '../../port.js';
import { readDocument, SHAPES } from '../health/documents.js';
import { type HolderColumns, seemsHeld } from '../lock/holder.js';
import type { Methods } from '../methods.js';

interface CountColumns {
  readonly sweep_id: number;
  readonly state: TrialState;
  readonly n: number;
}

interface SweepColumns extends HolderColumns {
  readonly id: number;
  readonly name: string;
  readonly state: SweepState;
  readonly spec: string;
  readonly file: string;
  readonly source: string;
  readonly backend: string | null;
  readonly created_at: string;
}

type Own = 'createSweep' | 'sweep' | 'sweeps' | 'updateSweep' | 'deleteSweep';

/** `onDamage`: told of what cannot be read, where the rest can. */
export function sweepTable(db: Database, onDamage: (message: string) => void): Pick<Methods, Own> {
  const insert = db.prepare(`
    insert into sweeps (id, name, state, spec, file, source, created_at)
    values (@id, @name, 'running', @spec, @file, @source, @createdAt)
  `);
  const selectLast = db
    .prepare<[], number>(`select seq from sqlite_sequence where name = 'sweeps'`)
    .pluck();
  const select = db.prepare<[number], SweepColumns>('select * from sweeps where id = ?');
  const selectAll = db.prepare<[], SweepColumns>('select * from sweeps order by id desc');
  const count = db.prepare<[number], CountColumns>(
    'select sweep_id, state, count(*) as n from trials where sweep_id = ? group by state',
  );
  const countAll = db.prepare<[], CountColumns>(
    'select sweep_id, state, count(*) as n from trials group by sweep_id, state',
  );
  const update = db.prepare(`
    update sweeps
    set state = coalesce(@state, state),
        backend = coalesce(@backend, backend),
        spec = coalesce(@spec, spec),
        source = coalesce(@source, source)
    where id = @id
  `);
  const remove = db.prepare<[number]>('delete from sweeps where id = ?');
  const removeFingerprints = db.prepare(`
    delete from fingerprints where not exists
      (select 1 from trials where trials.fingerprint_id = fingerprints.id)
  `);
  const removeListings = db.prepare(`
    delete from listings where not exists
      (select 1 from fingerprints where fingerprints.data = listings.digest)
  `);

  function toSweep(row: SweepColumns, counted: readonly CountColumns[]): SweepRow {
    const counts: Record<TrialState, number> = { ...countStates([]) };
    for (const { state, n } of counted) counts[state] = n;
    const what = `sweep ${row.id} (${row.name})`;
    return {
      id: row.id,
      name: row.name,
      // A process that died has not said so.
      state: row.state === 'running' && !seemsHeld(row) ? 'interrupted' : row.state,
      spec: readDocument(row.spec, SHAPES.spec, `the spec of ${what}`),
      file: row.file,
      source: row.source,
      backend: row.backend,
      createdAt: row.created_at,
      counts,
    };
  }

  return {
    createSweep({ spec, file, source, after = 0 }) {
      const { lastInsertRowid } = insert.run({
        // Of itself an id is never given twice, not even that of a sweep that was deleted.
        id: after > (selectLast.get() ?? 0) ? after + 1 : null,
        name: spec.name,
        spec: JSON.stringify(spec),
        file,
        source,
        createdAt: new Date().toISOString(),
      });
      return Number(lastInsertRowid);
    },
    sweep(id) {
      const row = select.get(id);
      return row && toSweep(row, count.all(id));
    },
    sweeps() {
      const counted = new Map<number, CountColumns[]>();
      for (const row of countAll.all()) {
        counted.set(row.sweep_id, [...(counted.get(row.sweep_id) ?? []), row]);
      }
      return selectAll.all().flatMap((row) => {
        try {
          return [toSweep(row, counted.get(row.id) ?? [])];
        } catch (error) {
          // One that is damaged hides no other.
          if (!(error instanceof StoreError)) throw error;
          onDamage(error.message);
          return [];
        }
      });
    },
    updateSweep(id, { state, backend, spec, source }) {
      update.run({
        id,
        state: state ?? null,
        backend: backend ?? null,
        spec: spec ? JSON.stringify(spec) : null,
        source: source ?? null,
      });
    },
    deleteSweep(id) {
      remove.run(id);
      removeFingerprints.run();
      removeListings.run();
    },
  };
}
