import type { Database } from 'better-sqlite3';
import { count } from '../../../core/words/numbers.js';
import type { StoreFinding } from '../../health.js';
import { readDocument, SHAPES } from '../../reading/documents.js';
import { withWriter } from './with-writer.js';

/** A row of `standings`. */
interface Standing {
  readonly metric: string;
  readonly highest: number | null;
  readonly highest_epoch: number | null;
  readonly lowest: number | null;
  readonly lowest_epoch: number | null;
  readonly last: number | null;
  readonly last_epoch: number;
}

/**
 * Standings and counts are kept beside the reports, from which they can always be had again: looks
 * whether they say the same. Reports must have been found whole.
 */
export function checkStandings(db: Database, path: string): readonly StoreFinding[] {
  const wrong = wrongTrials(db);
  if (wrong.length === 0) return [];
  return [
    {
      state: 'wrong',
      message: `standings of ${count(wrong.length, 'trial')} are not those of their reports: ${wrong.slice(0, 5).join(', ')}`,
      todo: '`thaw doctor --repair` makes them anew from the reports',
      repair() {
        withWriter(path, (writer) => {
          const rebuild = rebuilding(writer);
          for (const trial of wrongTrials(writer)) rebuild(trial);
        });
        return `made the standings of ${count(wrong.length, 'trial')} anew from their reports`;
      },
    },
  ];
}

function wrongTrials(db: Database): readonly number[] {
  const stored = db.prepare<[number], Standing>(
    `select metric, highest, highest_epoch, lowest, lowest_epoch, last, last_epoch
     from standings where trial_id = ? order by metric`,
  );
  const right = standings(db);
  return db
    .prepare<[], { id: number; epochs: number }>('select id, epochs from trials order by id')
    .all()
    .filter(({ id, epochs }) => {
      const { rows, reports } = right(id);
      return epochs !== reports || JSON.stringify(rows) !== JSON.stringify(stored.all(id));
    })
    .map(({ id }) => id);
}

/** What a trial's reports make of it. */
function standings(db: Database) {
  const select = db.prepare<[number], { epoch: number; metrics: string }>(
    'select epoch, metrics from reports where trial_id = ? order by epoch',
  );
  return (trial: number): { readonly rows: readonly Standing[]; readonly reports: number } => {
    const reports = select.all(trial);
    const rows = new Map<string, Standing>();
    for (const { epoch, metrics } of reports) {
      const what = `epoch ${epoch} of trial ${trial}`;
      const values = readDocument<Record<string, number | null>>(metrics, SHAPES.metrics, what);
      for (const [metric, value] of Object.entries(values)) {
        rows.set(metric, next(rows.get(metric), metric, epoch, value));
      }
    }
    const inOrder = [...rows.values()].sort((a, b) => (a.metric < b.metric ? -1 : 1));
    return { rows: inOrder, reports: reports.length };
  };
}

/** The earliest of equal ones stands. */
function next(
  before: Standing | undefined,
  metric: string,
  epoch: number,
  value: number | null,
): Standing {
  const { highest = null, lowest = null } = before ?? {};
  const isHighest = value !== null && (highest === null || value > highest);
  const isLowest = value !== null && (lowest === null || value < lowest);
  return {
    metric,
    highest: isHighest ? value : highest,
    highest_epoch: isHighest ? epoch : (before?.highest_epoch ?? null),
    lowest: isLowest ? value : lowest,
    lowest_epoch: isLowest ? epoch : (before?.lowest_epoch ?? null),
    last: value,
    last_epoch: epoch,
  };
}

function rebuilding(db: Database): (trial: number) => void {
  const right = standings(db);
  const clear = db.prepare<[number]>('delete from standings where trial_id = ?');
  const insert = db.prepare(`
    insert into standings
    values (@trial, @metric, @highest, @highest_epoch, @lowest, @lowest_epoch, @last, @last_epoch)
  `);
  const count = db.prepare<[number, number]>('update trials set epochs = ? where id = ?');
  return (trial) => {
    const { rows, reports } = right(trial);
    clear.run(trial);
    for (const row of rows) insert.run({ trial, ...row });
    count.run(reports, trial);
  };
}
