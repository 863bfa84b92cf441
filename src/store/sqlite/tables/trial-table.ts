import type { Database } from 'better-sqlite3';
import type { Recipe } from '../../../core/recipe.js';
import type { Report, Trial } from '../../../core/trial.js';
import { isFinal, TRIAL_STATES } from '../../../core/trial-state.js';
import type { NewTrial } from '../../port.js';
import { type ReportColumns, readMetrics, toReport } from '../../reading/report-columns.js';
import {
  readRecipe,
  TRIAL_COLUMNS,
  type TrialColumns,
  toTrial,
  toTrialAmongOthers,
} from '../../reading/trial-columns.js';
import type { Methods } from '../methods.js';

/** `onDamage`: told of what cannot be read, where the rest can. */
export function trialTable(
  db: Database,
  onDamage: (message: string) => void,
): Pick<Methods, 'add' | 'setRecipes' | 'trial' | 'trials' | 'curves' | 'idRange' | 'trained'> {
  const insert = db.prepare(`
    insert into trials (sweep_id, number, point, replicate, params, recipe, version, seen, state)
    values (@sweepId, @number, @point, @replicate, @params, @recipe, @version, @seen, 'queued')
  `);
  const updateRecipe = db.prepare<[string, number]>('update trials set recipe = ? where id = ?');
  const select = db.prepare<[number], TrialColumns>(
    `select ${TRIAL_COLUMNS} from trials where id = ?`,
  );
  const selectOfSweep = db.prepare<[number], TrialColumns>(
    `select ${TRIAL_COLUMNS} from trials where sweep_id = ? order by number`,
  );
  const selectReports = db.prepare<[number], ReportColumns & { trial_id: number }>(
    'select * from reports where trial_id = ? order by epoch',
  );
  const selectReportsOfSweep = db.prepare<[number, string], ReportColumns & { trial_id: number }>(`
    select reports.* from trials join reports on reports.trial_id = trials.id
    where trials.sweep_id = ? and trials.state in (select value from json_each(?))
    order by reports.trial_id, reports.epoch
  `);
  const selectMetrics = db
    .prepare<[number], string>('select metrics from reports where trial_id = ? order by epoch')
    .pluck();
  const selectRange = db.prepare<[number], { first: number | null; last: number | null }>(
    'select min(id) as first, max(id) as last from trials where sweep_id = ?',
  );
  const selectTrained = db.prepare<
    { backend: string; sweeps: number; among: string | null },
    { id: number; recipe: string; solo_seconds: number }
  >(`
    select trials.id, recipe, total(coalesce(reports.solo_seconds, reports.seconds)) as solo_seconds
    from trials join reports on reports.trial_id = trials.id
    where recipe is not null and state = 'finished' and sweep_id in
      (select id from sweeps
       where backend = @backend
         and (@among is null or id in (select value from json_each(@among)))
       order by id desc limit @sweeps)
    group by trials.id
  `);

  const insertAll = db.transaction((sweepId: number, rows: readonly NewTrial[]) =>
    rows.map(({ number, point, replicate, params, recipe, version, seen }): Trial => {
      const { lastInsertRowid } = insert.run({
        ...{ sweepId, number, point, replicate, version },
        params: JSON.stringify(params),
        recipe: orNull(recipe),
        seen: orNull(seen),
      });
      const id = Number(lastInsertRowid);
      return {
        id,
        sweepId,
        number,
        point,
        replicate,
        params,
        recipe,
        state: 'queued',
        reports: [],
      };
    }),
  );
  const setRecipes = db.transaction((recipes: ReadonlyMap<number, Recipe>) => {
    for (const [id, recipe] of recipes) updateRecipe.run(JSON.stringify(recipe), id);
  });

  return {
    add: (sweepId, rows) => insertAll(sweepId, rows),
    setRecipes: (recipes) => setRecipes(recipes),
    trial(id) {
      const row = select.get(id);
      if (!row) return undefined;
      const reports = selectReports.all(id).map((report) => toReport(report, onDamage));
      return toTrial(row, reports);
    },
    trials(sweepId, only) {
      const reports = new Map<number, Report[]>();
      for (const row of selectReportsOfSweep.all(
        sweepId,
        JSON.stringify(only ? OPEN : TRIAL_STATES),
      )) {
        const known = reports.get(row.trial_id);
        const report = toReport(row, onDamage);
        if (known) known.push(report);
        else reports.set(row.trial_id, [report]);
      }
      return selectOfSweep.all(sweepId).map((row) => {
        return toTrialAmongOthers(row, reports.get(row.id) ?? [], onDamage);
      });
    },
    curves: (trialIds, metric) =>
      new Map(
        trialIds.map((id) => {
          const values = selectMetrics.all(id).map((json) => {
            return readMetrics(json, `a report of trial ${id}`, onDamage)[metric] ?? Number.NaN;
          });
          return [id, values] as const;
        }),
      ),
    idRange(sweepId) {
      const { first, last } = selectRange.get(sweepId)!;
      return first === null || last === null ? null : { first, last };
    },
    trained: (backend, sweeps, among) =>
      selectTrained
        .all({ backend, sweeps, among: among ? JSON.stringify(among) : null })
        .flatMap(({ id, recipe: json, solo_seconds }) => {
          const recipe = readRecipe(id, json, onDamage);
          return recipe ? [{ recipe, soloSeconds: solo_seconds }] : [];
        }),
  };
}

const OPEN = TRIAL_STATES.filter((state) => !isFinal(state));

function orNull(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
