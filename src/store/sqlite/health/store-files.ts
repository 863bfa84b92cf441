import type { KeptSnapshot, KeptWeights, StoreFiles } from '../../health.js';
import { connect, PATIENT } from '../connect.js';
import { type HolderColumns, seemsHeld } from '../lock/holder.js';
import { marksBeside } from '../lock/left-mark.js';
import { storeError } from '../sqlite-error.js';

interface SweepColumns extends HolderColumns {
  readonly id: number;
  readonly waiting: number;
  readonly last_trial: number | null;
}

/** @throws {StoreError} it cannot be read. */
export function storeFiles(path: string): StoreFiles {
  try {
    const db = connect(path, true, PATIENT);
    try {
      const sweeps = db
        .prepare<[], SweepColumns>(
          `select *, exists (select 1 from trials where sweep_id = sweeps.id
                             and state in ('queued', 'running')) as waiting,
                  (select max(id) from trials where sweep_id = sweeps.id) as last_trial
           from sweeps order by id`,
        )
        .all();
      const tokens = new Set(sweeps.map(({ holder_token }) => holder_token));
      return {
        marks: [...marksBeside(path)].flatMap(([token, file]) => (tokens.has(token) ? [] : [file])),
        sweeps: new Map(
          sweeps.map((row) => {
            const lastTrial = row.last_trial ?? 0;
            return [row.id, { held: seemsHeld(row), waiting: row.waiting !== 0, lastTrial }];
          }),
        ),
        snapshots: db
          .prepare<[], KeptSnapshot>(
            `select snapshots.sweep_id as sweep, file, sha256, count(*) as trials
             from snapshots join trials on trials.snapshot_id = snapshots.id
             group by snapshots.id`,
          )
          .all(),
        kept: db
          .prepare<[], KeptWeights>(
            `select sweep_id as sweep, id as trial, checkpoint_digest as checkpointDigest,
                    network_digest as networkDigest
             from trials
             where checkpoint_epoch is not null order by id`,
          )
          .all(),
      };
    } finally {
      db.close();
    }
  } catch (error) {
    throw storeError(error, path);
  }
}
