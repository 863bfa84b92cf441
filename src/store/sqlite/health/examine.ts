import type { Database } from 'better-sqlite3';
import { messageOf } from '../../../core/errors.js';
import { count } from '../../../core/words/numbers.js';
import type { StoreFinding } from '../../health.js';
import { faultOf, SHAPES } from '../../reading/documents.js';
import { connect, PATIENT } from '../connect.js';
import { storeError } from '../sqlite-error.js';
import { isBusy } from '../turns/desk.js';
import { schemaFindings } from './check-schema.js';
import { checkStandings } from './check-standings.js';
import { withWriter } from './with-writer.js';

/**
 * Looks at everything that a database can tell of itself; writes nothing. One finding for each thing
 * that is wrong, or one that all is well.
 */
export function examine(path: string): readonly StoreFinding[] {
  let db: Database;
  try {
    db = connect(path, true, PATIENT);
  } catch (error) {
    return [unreadable(path, error)];
  }
  try {
    // In one transaction, so that a sweep that runs meanwhile is seen at one moment.
    return db.transaction(() => examineOpen(db, path))();
  } catch (error) {
    return [unreadable(path, error)];
  } finally {
    db.close();
  }
}

function examineOpen(db: Database, path: string): readonly StoreFinding[] {
  const integrity = checkIntegrity(db, path);
  if (integrity && !integrity.repair) return [integrity];
  const schema = schemaFindings(db, path);
  const found = integrity ? [integrity, ...schema] : schema;
  // Cells of tables that are not as they should be mean nothing.
  if (schema.some(({ state }) => state !== 'ok')) return found;
  const json = checkJson(db);
  const standings = json.length === 0 ? checkStandings(db, path) : [];
  const all = [...found, ...json, ...checkReferences(db), ...standings];
  return all.length > 0 ? all : [allWell(db)];
}

function allWell(db: Database): StoreFinding {
  const number = (sql: string) => db.prepare<[], number>(sql).pluck().get()!;
  const sweeps = number('select count(*) from sweeps');
  const trials = number('select count(*) from trials');
  const reports = number('select count(*) from reports');
  return {
    state: 'ok',
    message: `whole: ${count(sweeps, 'sweep')}, ${count(trials, 'trial')}, ${count(reports, 'report')}`,
    todo: null,
  };
}

function unreadable(path: string, error: unknown): StoreFinding {
  return {
    state: 'wrong',
    message: messageOf(storeError(error, path)),
    todo: isBusy(error) ? 'Nothing is known to be wrong with it: look again then' : RESTORE,
  };
}

const RESTORE =
  'Restore a copy of it (an upgrade leaves one beside it, *.bak), or name another database with --db';

/** Undefined: every page is as SQLite wrote it. */
function checkIntegrity(db: Database, path: string): StoreFinding | undefined {
  const lines = db.prepare<[], string>('pragma integrity_check(100)').pluck().all();
  if (lines.length === 1 && lines[0] === 'ok') return undefined;
  const message = `damaged: ${lines.slice(0, 3).join('; ')}${lines.length > 3 ? ' ...' : ''}`;
  if (!lines.every((line) => INDEX.test(line))) return { state: 'wrong', message, todo: RESTORE };
  return {
    state: 'wrong',
    message,
    todo: 'Only indexes are damaged, no results: `thaw doctor --repair` makes them anew',
    repair() {
      withWriter(path, (writer) => writer.exec('reindex'));
      return 'made all indexes anew';
    },
  };
}

/** What `integrity_check` says of an index alone. */
const INDEX =
  /^(?:row \d+ missing from index|wrong # of entries in index|non-unique entry in index|rowid not at end-of-record)/;

/** Cells that hold JSON, whose they are, and of what shape; null: there may be a million. */
const JSON_CELLS = [
  ['sweeps', 'spec', `'sweep ' || id`, SHAPES.spec],
  ['fingerprints', 'class_names', `'fingerprint ' || id`, SHAPES.classNames],
  ['trials', 'params', `'trial ' || id`, SHAPES.params],
  ['trials', 'recipe', `'trial ' || id`, SHAPES.recipe],
  ['trials', 'seen', `'trial ' || id`, null],
  ['attempts', 'provenance', `'an attempt of trial ' || trial_id`, SHAPES.provenance],
  ['attempts', 'error', `'an attempt of trial ' || trial_id`, SHAPES.error],
  ['snapshots', 'provenance', `'the checkpoint ' || file`, SHAPES.provenance],
  ['reports', 'metrics', `'epoch ' || epoch || ' of trial ' || trial_id`, null],
] as const;

function checkJson(db: Database): readonly StoreFinding[] {
  return JSON_CELLS.flatMap(([table, column, whose, shape]) => {
    const rows = db.prepare<[], { whose: string; json: string }>(
      `select ${whose} as whose, ${column} as json from ${table}
       where ${column} is not null ${shape === null ? `and not json_valid(${column})` : ''}`,
    );
    const broken: string[] = [];
    for (const { whose, json } of rows.iterate()) {
      if (shape === null || faultOf(json, shape) !== null) broken.push(whose);
    }
    if (broken.length === 0) return [];
    const more = broken.length > 3 ? ` and ${broken.length - 3} more` : '';
    return [
      {
        state: 'wrong' as const,
        message: `${column} is damaged in ${broken.slice(0, 3).join(', ')}${more}`,
        todo: 'Results of others are whole. Restore a copy, or delete that sweep and run its file again',
      },
    ];
  });
}

function checkReferences(db: Database): readonly StoreFinding[] {
  const lost = db.prepare<[], { table: string }>('pragma foreign_key_check').all();
  if (lost.length === 0) return [];
  const tables = [...new Set(lost.map(({ table }) => table))].join(', ');
  return [
    {
      state: 'warning',
      message: `${count(lost.length, 'row')} of ${tables} belong to a sweep or trial that is not there`,
      todo: 'Nothing shows them, and nothing needs them: restore a copy if sweeps are missing',
    },
  ];
}
