import type { Sql } from '../../../store/postgres/sql.js';
import type { SweepFiles } from '../../../sweep/files/sweep-files.js';

/**
 * Files among a team's artifacts: rows name them by digest, and blobs that no row names any more go by
 * themselves, later.
 */
export function artifactFiles(sql: Sql, team: string): SweepFiles {
  return {
    checkpoint: (trialId) => `trial-${trialId}`,
    dropCheckpoint() {},
    snapshotBase: (cohort) => `cohort-${cohort}`,
    placeFile: () => null,
    placeOf: () => null,
    async keep({ part, sha256 }) {
      const known = await sql.one('select 1 from artifacts where team = $1 and digest = $2', [
        team,
        sha256,
      ]);
      if (!known) throw new Error('its agent did not bring it');
      return part;
    },
    pathOf: ({ file }) => file,
    drop() {},
    keepOnly() {},
    clear() {},
  };
}
