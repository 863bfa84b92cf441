import { groupBy } from '../../../core/lists/group-by.js';
import { isFinal, TRIAL_STATES } from '../../../core/trial-state.js';
import type { Readings } from '../../port.js';
import { type ReportColumns, toReport } from '../../reading/report-columns.js';
import {
  readRecipe,
  TRIAL_COLUMNS,
  type TrialColumns,
  toTrial,
  toTrialAmongOthers,
} from '../../reading/trial-columns.js';
import type { Sql } from '../sql.js';

type ReportRow = ReportColumns & { readonly trial_id: number };

export function trialReadings(
  sql: Sql,
  onDamage: (message: string) => void,
): Pick<Readings, 'trial' | 'trials' | 'idRange' | 'trained'> {
  return {
    async trial(id) {
      const row = await sql.one<TrialColumns>(`select ${TRIAL_COLUMNS} from trials where id = $1`, [
        id,
      ]);
      if (!row) return undefined;
      const reports = await sql.all<ReportRow>(
        'select * from reports where trial_id = $1 order by epoch',
        [id],
      );
      return toTrial(
        row,
        reports.map((report) => toReport(report, onDamage)),
      );
    },
    async trials(sweepId, only) {
      const rows = await sql.all<TrialColumns>(
        `select ${TRIAL_COLUMNS} from trials where sweep_id = $1 order by number`,
        [sweepId],
      );
      const reports = await sql.all<ReportRow>(
        `select reports.* from trials join reports on reports.trial_id = trials.id
         where trials.sweep_id = $1 and trials.state = any ($2)
         order by reports.trial_id, reports.epoch`,
        [sweepId, only ? OPEN : TRIAL_STATES],
      );
      const byTrial = groupBy(reports, ({ trial_id }) => trial_id);
      return rows.map((row) => {
        const own = (byTrial.get(row.id) ?? []).map((report) => toReport(report, onDamage));
        return toTrialAmongOthers(row, own, onDamage);
      });
    },
    async idRange(sweepId) {
      const row = await sql.one<{ first: number | null; last: number | null }>(
        'select min(id) as first, max(id) as last from trials where sweep_id = $1',
        [sweepId],
      );
      const { first = null, last = null } = row ?? {};
      return first === null || last === null ? null : { first, last };
    },
    async trained(backend, sweeps, among) {
      const rows = await sql.all<{ id: number; recipe: string; solo_seconds: number | null }>(
        `select trials.id, recipe, own.solo_seconds
         from trials join lateral (
           select total(coalesce(solo_seconds, seconds) order by epoch) as solo_seconds, count(*) as n
           from reports where trial_id = trials.id
         ) own on own.n > 0
         where recipe is not null and state = 'finished' and sweep_id in
           (select id from sweeps
            where backend = $1 and ($3::bigint[] is null or id = any ($3))
            order by id desc limit $2)
         order by trials.id`,
        [backend, sweeps, among ?? null],
      );
      return rows.flatMap(({ id, recipe: json, solo_seconds }) => {
        const recipe = readRecipe(id, json, onDamage);
        return recipe ? [{ recipe, soloSeconds: solo_seconds ?? 0 }] : [];
      });
    },
  };
}

const OPEN = TRIAL_STATES.filter((state) => !isFinal(state));
