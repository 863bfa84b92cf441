import type { Methods } from '../methods.js';
import type { Sql } from '../sql.js';

type Own = 'createSweep' | 'updateSweep' | 'deleteSweep';

export function sweepTable(sql: Sql): Pick<Methods, Own> {
  return {
    async createSweep({ spec, file, source, after = 0 }) {
      if (after > 0) await giveNoneUpTo(after, sql);
      const row = await sql.one<{ id: number }>(
        `insert into sweeps (name, state, spec, file, source, created_at)
         values ($1, 'running', $2, $3, $4, $5) returning id`,
        [spec.name, JSON.stringify(spec), file, source, new Date().toISOString()],
      );
      return row!.id;
    },
    async updateSweep(id, { state, backend, spec, source }) {
      await sql.run(
        `update sweeps
         set state = coalesce($2, state), backend = coalesce($3, backend),
             spec = coalesce($4, spec), source = coalesce($5, source)
         where id = $1`,
        [id, state, backend, spec && JSON.stringify(spec), source],
      );
    },
    async deleteSweep(id) {
      // Many trials take long, and no statement may.
      let removed: number;
      do {
        removed = await sql.run(
          'delete from trials where id in (select id from trials where sweep_id = $1 limit 1000)',
          [id],
        );
      } while (removed > 0);
      await sql.run('delete from sweeps where id = $1', [id]);
      // Nobody may be about to name a fingerprint that goes.
      await sql.run(`select pg_advisory_xact_lock(${FINGERPRINTS})`);
      await sql.run(
        `with gone as (
           delete from fingerprints where not exists
             (select 1 from trials where trials.fingerprint_id = fingerprints.id)
           returning id, data)
         delete from listings
         where digest in (select data from gone) and not exists
           (select 1 from fingerprints
            where data = listings.digest and id not in (select id from gone))`,
      );
    },
  };
}

/** Held by whoever names fingerprints (shared), or removes some: an advisory lock's key. */
export const FINGERPRINTS = 7_489_201_501;

/** Of itself an id is never given twice, not even that of a sweep that was deleted. */
async function giveNoneUpTo(id: number, sql: Sql): Promise<void> {
  // Others that lay down sweeps wait: the sequence itself takes part in no transaction.
  await sql.run('lock table sweeps in share row exclusive mode');
  const ids = `pg_get_serial_sequence('sweeps', 'id')::regclass`;
  await sql.run(
    `select setval(${ids}, $1) where $1 > coalesce(pg_sequence_last_value(${ids}), 0)`,
    [id],
  );
}
