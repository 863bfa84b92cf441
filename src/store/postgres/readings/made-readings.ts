import type { Readings } from '../../port.js';
import { type MadeColumns, readListing, toMadeOf } from '../../reading/made-columns.js';
import type { Sql } from '../sql.js';

/** What trials were made of. */
export function madeReadings(sql: Sql): Pick<Readings, 'madeOf' | 'allMadeOf' | 'listing'> {
  return {
    async madeOf(trialId) {
      const row = await sql.one<MadeColumns>(
        `select t.id as trial, t.change, f.class_names, f.data, f.weights
         from trials t join fingerprints f on f.id = t.fingerprint_id where t.id = $1`,
        [trialId],
      );
      return row ? toMadeOf(row) : null;
    },
    async allMadeOf(sweepId) {
      const rows = await sql.all<Omit<MadeColumns, 'trial'> & { trials: readonly number[] }>(
        `select made.change, f.class_names, f.data, f.weights, made.trials
         from (
           select change, fingerprint_id, array_agg(id order by number) as trials, min(number) as first
           from trials where sweep_id = $1 and fingerprint_id is not null
           group by change, fingerprint_id
         ) made join fingerprints f on f.id = made.fingerprint_id
         order by made.change, made.first`,
        [sweepId],
      );
      return rows.map(({ trials, ...row }) => {
        return { ...toMadeOf({ ...row, trial: trials[0]! }), trials };
      });
    },
    async listing(digest) {
      const row = await sql.one<{ body: Buffer }>('select body from listings where digest = $1', [
        digest,
      ]);
      return row ? readListing(row.body, digest) : null;
    },
  };
}
