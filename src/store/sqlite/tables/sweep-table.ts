import type { Database } from 'better-sqlite3';
import {
  type CountColumns,
  type SweepColumns,
  toSweep,
  toSweeps,
} from '../../reading/sweep-columns.js';
import { type HolderColumns, seemsHeld } from '../lock/holder.js';
import type { Methods } from '../methods.js';

type Row = SweepColumns & HolderColumns;

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
  const select = db.prepare<[number], Row>('select * from sweeps where id = ?');
  const selectAll = db.prepare<[], Row>('select * from sweeps order by id desc');
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
      return row && toSweep(row, count.all(id), seemsHeld(row));
    },
    sweeps: () => toSweeps(selectAll.all(), countAll.all(), seemsHeld, onDamage),
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
