import type { Database } from 'better-sqlite3';
import type { StoreFinding } from '../../health.js';
import { readPragma } from '../keep-alive.js';
import { migrations } from '../migrations/index.js';
import { missingParts, withNew } from './schema.js';
import { withWriter } from './with-writer.js';

/** Compares tables, columns and indexes with those that this program makes. */
export function schemaFindings(db: Database, path: string): readonly StoreFinding[] {
  const version = readPragma(db, 'user_version') as number;
  if (version > migrations.length) {
    return [
      {
        state: 'wrong',
        message: `made by a newer version of Thaw: schema ${version}, this version knows ${migrations.length}`,
        todo: 'Update Thaw, or name another database with --db',
      },
    ];
  }
  if (version > 0 && version < migrations.length) {
    return [
      {
        state: 'warning',
        message: `made by an older version of Thaw: schema ${version}, this version has ${migrations.length}`,
        todo: 'Any other command brings it up to date, and keeps a copy as it was',
      },
    ];
  }
  const missing = missingParts(db);
  if (version !== migrations.length || missing.length > 0) {
    const what = missing.length > 0 ? `without ${missing.slice(0, 4).join(', ')}` : 'of no version';
    return [
      {
        state: 'wrong',
        message: `not a database of Thaw, or a damaged one: ${what}`,
        todo: 'Restore a copy of it, or name another database with --db',
      },
    ];
  }
  return checkIndexes(db, withNew(indexesOf), path);
}

function checkIndexes(
  db: Database,
  right: ReadonlyMap<string, string>,
  path: string,
): readonly StoreFinding[] {
  const there = indexesOf(db);
  const missing = [...right].filter(([name]) => !there.has(name));
  if (missing.length === 0) return [];
  const names = missing.map(([name]) => name).join(', ');
  return [
    {
      state: 'warning',
      message: `without the index ${names}: commands are slow`,
      todo: '`thaw doctor --repair` makes it anew',
      repair() {
        withWriter(path, (writer) => {
          for (const [, sql] of missing) writer.exec(sql);
        });
        return `made ${names} anew`;
      },
    },
  ];
}

function indexesOf(db: Database): ReadonlyMap<string, string> {
  const rows = db
    .prepare<[], { name: string; sql: string }>(
      `select name, sql from sqlite_schema where type = 'index' and sql is not null`,
    )
    .all();
  return new Map(rows.map(({ name, sql }) => [name, sql]));
}
