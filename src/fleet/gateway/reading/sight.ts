import type { Sql } from '../../../store/postgres/sql.js';

/** What somebody may see. What they may not is as if it were not there. */
export interface Sight {
  /** Those of these sweeps that may be seen. */
  sweeps(ids: readonly number[]): Promise<ReadonlySet<number>>;
  /** Those of these trials. */
  trials(ids: readonly number[]): Promise<ReadonlySet<number>>;
  /** Whether a sweep that may be seen trains on the images of this listing. */
  listing(digest: string): Promise<boolean>;
}

/** What a team submitted, and what came of it. */
export function sightOf(sql: Sql, team: string): Sight {
  const found = async (text: string, ids: readonly number[]) => {
    const rows = await sql.all<{ readonly id: number }>(text, [team, ids]);
    return new Set(rows.map(({ id }) => id));
  };
  return {
    sweeps: (ids) =>
      found('select sweep_id as id from submissions where team = $1 and sweep_id = any ($2)', ids),
    trials: (ids) =>
      found(
        `select trials.id from trials join submissions using (sweep_id)
         where team = $1 and trials.id = any ($2)`,
        ids,
      ),
    async listing(digest) {
      const row = await sql.one(
        `select 1 from fingerprints f
         join trials on trials.fingerprint_id = f.id join submissions using (sweep_id)
         where team = $1 and f.data = $2 limit 1`,
        [team, digest],
      );
      return row !== undefined;
    },
  };
}
