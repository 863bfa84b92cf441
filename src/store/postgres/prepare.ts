import { NoResultsError, StoreError } from '../../core/errors.js';
import type { Access } from '../port.js';
import { migrate, versionOf } from './migrate.js';
import { migrations } from './migrations/index.js';
import { NOW_MS } from './server-now.js';
import type { Connections } from './sql.js';

/**
 * Brings a database's tables up to date, or makes them, as far as the access allows.
 *
 * @throws {StoreError} there are none, or none that may be opened so.
 */
export async function prepare(
  sql: Connections,
  place: string,
  name: string,
  access: Access,
): Promise<void> {
  const version = (await versionOf(sql, name)) ?? 0;
  if (version === 0 && access !== 'create') throw nothingThere(name);
  if (version < migrations.length) {
    if (access === 'read') throw olderThere(name);
    await migrate(place, name);
  }
  // Of processes that died long ago.
  if (access !== 'read') await sql.run(`delete from writers where seen < ${NOW_MS} - 604800000`);
}

function nothingThere(name: string): NoResultsError {
  return new NoResultsError(
    `no results yet at ${name}: run \`thaw run FILE --store ${name}\` first, or name another database`,
  );
}

function olderThere(name: string): StoreError {
  return new StoreError(
    `database ${name}: an older version of Thaw made it: \`thaw store migrate ${name}\` brings it up to date`,
  );
}
