import type { Database } from 'better-sqlite3';
import type { Params } from '../../../core/space.js';
import type { OlderSpec } from '../../../core/sweep.js';
import type { OlderPrograms } from '../../older-programs.js';
import { readOr, SHAPES } from '../../reading/documents.js';

const METRICS = ['val_accuracy', 'val_loss', 'train_accuracy', 'train_loss'] as const;

/**
 * A trial owns its recipe and says which run of which point it is; an attempt says what it ran on.
 * Metrics are data, no columns: a report holds its own as JSON, and `standings` each trial's extremes
 * of every metric. Sweeps and trials from before take what their program meant by them.
 */
export function ownRecipe(db: Database, read: OlderPrograms['read']): void {
  db.exec(`
    alter table trials add column point integer not null default 0;
    alter table trials add column replicate integer not null default 0;
    update trials set point = number;

    -- JSON; null: the params make none.
    alter table trials add column recipe text;
    -- The program that laid the trial down; null: one that did not say.
    alter table trials add column version text;
    -- JSON: what a sampler that looks at trials had seen when it proposed this one.
    alter table trials add column seen text;
    alter table attempts add column provenance text;
    alter table reports add column metrics text not null default '{}';

    create table standings (
      trial_id      integer not null references trials (id) on delete cascade,
      metric        text not null,
      -- The epochs at which the metric was highest and lowest (the earliest of equal ones; null:
      -- never a number), and its last value. A leaderboard of 100,000 trials reads one row of each.
      highest       real,
      highest_epoch integer,
      lowest        real,
      lowest_epoch  integer,
      last          real,
      last_epoch    integer,
      primary key (trial_id, metric)
    ) strict, without rowid;
  `);
  for (const metric of METRICS) db.exec(standingsOf(metric));
  moveMetrics(db);
  for (const metric of METRICS) {
    db.exec(`
      alter table reports drop column ${metric};
      alter table trials drop column highest_${metric};
      alter table trials drop column lowest_${metric};
    `);
  }
  db.exec('alter table trials drop column last_epoch');
  giveRecipes(db, read);
}

function standingsOf(metric: string): string {
  const at = (epoch: string) =>
    `(select ${metric} from reports where trial_id = t.id and epoch = t.${epoch}), t.${epoch}`;
  return `
    insert into standings
    select t.id, '${metric}', ${at(`highest_${metric}`)}, ${at(`lowest_${metric}`)}, ${at('last_epoch')}
    from trials t where t.epochs > 0
  `;
}

/** Through JavaScript: SQLite writes numbers into JSON with fewer digits than they have. */
function moveMetrics(db: Database): void {
  const trials = db.prepare<[], number>('select id from trials').pluck();
  const select = db.prepare<[number], Record<string, number | null> & { epoch: number }>(
    `select epoch, ${METRICS.join(', ')} from reports where trial_id = ?`,
  );
  const update = db.prepare('update reports set metrics = ? where trial_id = ? and epoch = ?');
  for (const trial of trials.all()) {
    for (const { epoch, ...values } of select.all(trial)) {
      update.run(JSON.stringify(values), trial, epoch);
    }
  }
}

function giveRecipes(db: Database, read: OlderPrograms['read']): void {
  const sweeps = db.prepare<[], Spelled>('select id, spec as json from sweeps').all();
  const trials = db.prepare<[number], Spelled>(
    'select id, params as json from trials where sweep_id = ?',
  );
  const updateSpec = db.prepare<[string, number]>('update sweeps set spec = ? where id = ?');
  const updateRecipe = db.prepare<[string, number]>('update trials set recipe = ? where id = ?');
  for (const sweep of sweeps) {
    // What is damaged stays as it is: whoever reads it says so.
    const older = readOr<OlderSpec | null>(null, () => undefined, sweep.json, SHAPES.olderSpec, '');
    if (!older) continue;
    const { spec, recipeOf } = read(older);
    updateSpec.run(JSON.stringify(spec), sweep.id);
    for (const { id, json } of trials.all(sweep.id)) {
      const params = readOr<Params | null>(null, () => undefined, json, SHAPES.params, '');
      const recipe = params && recipeOf(params);
      if (recipe) updateRecipe.run(JSON.stringify(recipe), id);
    }
  }
}

interface Spelled {
  readonly id: number;
  readonly json: string;
}
