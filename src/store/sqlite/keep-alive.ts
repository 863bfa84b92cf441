import type { Database } from 'better-sqlite3';

const kept: unknown[] = [];

/**
 * Holds an object of better-sqlite3 for as long as the process lives.
 *
 * better-sqlite3 12 compiled for Node 24.19 or later ends the process when the garbage collector
 * takes one of its objects while no JavaScript runs (nodejs/node#65446). Version 13 does not, but
 * leaves Node 20 out. A process opens few databases, and each has some thirty statements.
 */
function keepAlive<Held>(object: Held): Held {
  kept.push(object);
  return object;
}

/** The database, with every statement that is made of it kept. */
export function withLastingStatements(db: Database): Database {
  const prepare = db.prepare.bind(db);
  db.prepare = ((sql: string) => keepAlive(prepare(sql))) as Database['prepare'];
  return keepAlive(db);
}

/** A pragma's value; better-sqlite3's own `pragma` makes a statement that no one could keep. */
export function readPragma(db: Database, name: string): unknown {
  return db.prepare(`pragma ${name}`).pluck().get();
}
