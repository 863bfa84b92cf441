import type { Database } from 'better-sqlite3';
import type { TrialState } from '../../../core/trial-state.js';
import { countStates } from '../../../core/trial-state.js';
import { processIdentity } from '../../../machine/process-identity.js';
import type { SweepRow, SweepState } from '../../port.js';
import type { Methods } from '../methods.js';
import { type HolderColumns, isHeld, refuseHeld } from '../sweep-lock.js';

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

export function sweepTable(db: Database): Pick<Methods, Own> {
  const insert = db.prepare(`
    insert into sweeps (name, state, spec, file, source, created_at,
                        holder_host, holder_pid, holder_start, holder_seen)
    values (@name, 'running', @spec, @file, @source, @createdAt, @host, @pid, @start, @seen)
  `);
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
        spec = coalesce(@spec, spec)
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
  const removeFree = db.transaction((id: number) => {
    refuseHeld(id, select.get(id));
    remove.run(id);
    removeFingerprints.run();
    removeListings.run();
  });

  function toSweep(row: SweepColumns, counted: readonly CountColumns[]): SweepRow {
    const counts: Record<TrialState, number> = { ...countStates([]) };
    for (const { state, n } of counted) counts[state] = n;
    return {
      id: row.id,
      name: row.name,
      // A process that died has not said so.
      state: row.state === 'running' && !isHeld(row) ? 'interrupted' : row.state,
      spec: JSON.parse(row.spec) as SweepRow['spec'],
      file: row.file,
      source: row.source,
      backend: row.backend,
      createdAt: row.created_at,
      counts,
    };
  }

  return {
    createSweep({ spec, file, source }) {
      const { lastInsertRowid } = insert.run({
        name: spec.name,
        spec: JSON.stringify(spec),
        file,
        source,
        createdAt: new Date().toISOString(),
        ...processIdentity(),
        seen: Date.now(),
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
      return selectAll.all().map((row) => toSweep(row, counted.get(row.id) ?? []));
    },
    updateSweep(id, { state, backend, spec }) {
      update.run({
        id,
        state: state ?? null,
        backend: backend ?? null,
        spec: spec ? JSON.stringify(spec) : null,
      });
    },
    deleteSweep: (id) => removeFree.immediate(id),
  };
}
