import type { Database } from 'better-sqlite3';
import type { Recipe } from '../../../core/recipe.js';
import type { Params } from '../../../core/space.js';
import type { Report, Trial } from '../../../core/trial.js';
import type { TrialState } from '../../../core/trial-state.js';
import type { NewTrial } from '../../port.js';
import { keepAlive } from '../file/keep-alive.js';
import type { Methods } from '../methods.js';
import { type ReportColumns, toReport } from './report-columns.js';

interface TrialColumns {
  readonly id: number;
  readonly sweep_id: number;
  readonly number: number;
  readonly point: number;
  readonly replicate: number;
  readonly params: string;
  readonly recipe: string | null;
  readonly state: TrialState;
}

export function trialTable(
  db: Database,
): Pick<Methods, 'add' | 'setRecipes' | 'trial' | 'trials' | 'idRange' | 'trained'> {
  const insert = db.prepare(`
    insert into trials (sweep_id, number, point, replicate, params, recipe, version, seen, state)
    values (@sweepId, @number, @point, @replicate, @params, @recipe, @version, @seen, 'queued')
  `);
  const updateRecipe = db.prepare<[string, number]>('update trials set recipe = ? where id = ?');
  const columns = 'id, sweep_id, number, point, replicate, params, recipe, state';
  const select = db.prepare<[number], TrialColumns>(`select ${columns} from trials where id = ?`);
  const selectOfSweep = db.prepare<[number], TrialColumns>(
    `select ${columns} from trials where sweep_id = ? order by number`,
  );
  const selectReports = db.prepare<[number], ReportColumns>(
    'select * from reports where trial_id = ? order by epoch',
  );
  const selectReportsOfSweep = db.prepare<[number], ReportColumns & { trial_id: number }>(`
    select reports.* from trials join reports on reports.trial_id = trials.id
    where trials.sweep_id = ?
    order by reports.trial_id, reports.epoch
  `);
  const selectRange = db.prepare<[number], { first: number | null; last: number | null }>(
    'select min(id) as first, max(id) as last from trials where sweep_id = ?',
  );
  const selectTrained = db.prepare<
    { backend: string; sweeps: number },
    { recipe: string; solo_seconds: number }
  >(`
    select recipe, total(coalesce(reports.solo_seconds, reports.seconds)) as solo_seconds
    from trials join reports on reports.trial_id = trials.id
    where recipe is not null and state = 'finished' and sweep_id in
      (select id from sweeps where backend = @backend order by id desc limit @sweeps)
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
      return row && toTrial(row, selectReports.all(id).map(toReport));
    },
    trials(sweepId) {
      const reports = new Map<number, Report[]>();
      for (const row of keepAlive(selectReportsOfSweep.iterate(sweepId))) {
        const known = reports.get(row.trial_id);
        if (known) known.push(toReport(row));
        else reports.set(row.trial_id, [toReport(row)]);
      }
      return selectOfSweep.all(sweepId).map((row) => toTrial(row, reports.get(row.id) ?? []));
    },
    idRange(sweepId) {
      const { first, last } = selectRange.get(sweepId)!;
      return first === null || last === null ? null : { first, last };
    },
    trained: (backend, sweeps) =>
      selectTrained.all({ backend, sweeps }).map(({ recipe, solo_seconds }) => {
        return { recipe: JSON.parse(recipe) as Recipe, soloSeconds: solo_seconds };
      }),
  };
}

function orNull(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}

function toTrial(row: TrialColumns, reports: readonly Report[]): Trial {
  return {
    id: row.id,
    sweepId: row.sweep_id,
    number: row.number,
    point: row.point,
    replicate: row.replicate,
    params: JSON.parse(row.params) as Params,
    recipe: row.recipe === null ? null : (JSON.parse(row.recipe) as Recipe),
    state: row.state,
    reports,
  };
}
