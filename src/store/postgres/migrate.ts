import { StoreError, UsageError } from '../../core/errors.js';
import type { Migrated, MigrateOptions } from '../store-def.js';
import { LAST_SEEN } from './lock/holder-sql.js';
import { migrations } from './migrations/index.js';
import { placeName } from './place-name.js';
import { storeError } from './postgres-error.js';
import { NOW_MS } from './server-now.js';
import { connectTo, SCHEMA, type Sql } from './sql.js';

/**
 * As `migrate`, for a person, who is asked before what is there is lost; null: it was not confirmed.
 *
 * @throws {UsageError} there are not so many migrations.
 * @throws {StoreError} as `migrate`; or it cannot be reached.
 */
export async function migrateAsked(
  place: string,
  { to, confirm }: MigrateOptions,
): Promise<Migrated | null> {
  const name = placeName(place);
  const target = to ?? migrations.length;
  if (!Number.isInteger(target) || target < 0 || target > migrations.length) {
    throw new UsageError(
      `--to expects a whole number from 0 to ${migrations.length}, as many migrations as this version of Thaw has, not ${to}.`,
    );
  }
  const connections = connectTo(place, { size: 1 });
  try {
    const from = (await versionOf(connections, name)) ?? 0;
    if (target < from && !(await confirm({ from, to: target }))) return null;
    return await migrate(place, name, target);
  } catch (error) {
    throw storeError(error, name);
  } finally {
    await connections.close();
  }
}

/**
 * Brings the database's shape to that after so many migrations (all), or back to it, in one
 * transaction. Of two processes that do so at once one waits for the other, and finds it done.
 *
 * @throws {StoreError} it is of a newer version of this program, or a sweep of it is being run, or
 *   gateways serve what a step back would take away.
 */
export async function migrate(
  place: string,
  name: string,
  to: number = migrations.length,
): Promise<Migrated> {
  // However long it takes: a large table may be written anew.
  const connections = connectTo(place, { size: 1, timeoutMs: 0 });
  try {
    return await connections.inTransaction(async (sql) => {
      await sql.run(`select pg_advisory_xact_lock(${MIGRATING})`);
      const from = (await versionOf(sql, name)) ?? 0;
      if (from !== to) await apply(sql, name, from, to);
      return { from, to };
    });
  } finally {
    await connections.close();
  }
}

/**
 * How many migrations are applied; null: none ever were.
 *
 * @throws {StoreError} more than this program knows.
 */
export async function versionOf(sql: Sql, name: string): Promise<number | null> {
  const table = await sql.one<{ name: string | null }>('select to_regclass($1)::text as name', [
    `${SCHEMA}.migrations`,
  ]);
  if (!table?.name) return null;
  const row = await sql.one<{ version: number }>(
    'select coalesce(max(number), 0) as version from migrations',
  );
  const { version } = row!;
  if (version <= migrations.length) return version;
  throw new StoreError(
    `${name} was written by a newer version of Thaw (schema ${version}, this one knows ${migrations.length}): update Thaw, or name another database`,
  );
}

/** An advisory lock's key. */
const MIGRATING = 7_489_201_500;

async function apply(sql: Sql, name: string, from: number, to: number): Promise<void> {
  if (from === 0) await begin(sql);
  else await refuseRunning(sql, name);
  if (to < from) await refuseServed(sql, name);
  for (let number = from + 1; number <= to; number += 1) {
    const migration = migrations[number - 1]!;
    await sql.run(migration.up);
    await sql.run('insert into migrations (number, name, at) values ($1, $2, $3)', [
      ...[number, migration.name, new Date().toISOString()],
    ]);
  }
  for (let number = from; number > to; number -= 1) {
    await sql.run(migrations[number - 1]!.down);
    await sql.run('delete from migrations where number = $1', [number]);
  }
}

async function begin(sql: Sql): Promise<void> {
  const schema = await sql.one('select 1 from pg_namespace where nspname = $1', [SCHEMA]);
  if (!schema) await sql.run(`create schema ${SCHEMA}`);
  await sql.run(
    'create table if not exists migrations (number integer primary key, name text not null, at text not null)',
  );
}

async function refuseRunning(sql: Sql, name: string): Promise<void> {
  const running = await sql.one<{ id: number; holder_pid: number; holder_host: string }>(
    `select id, holder_pid, holder_host from sweeps
     where holder_token is not null and ${LAST_SEEN} > ${NOW_MS} - 30000 order by id limit 1`,
  );
  if (!running) return;
  throw new StoreError(
    `database ${name}: its tables are to be changed, but process ${running.holder_pid} on ${running.holder_host} is running sweep ${running.id} in it: wait for it, or stop it there`,
  );
}

/** What `pg_stat_activity` calls gateways, as `thaw serve` connects. */
const GATEWAY = 'thaw serve';

/** Tokens and sweeps that wait go with their tables, whoever is at work or not. */
async function refuseServed(sql: Sql, name: string): Promise<void> {
  const served = await sql.one(
    'select 1 from pg_stat_activity where datname = current_database() and application_name = $1 limit 1',
    [GATEWAY],
  );
  if (!served) return;
  throw new StoreError(
    `database ${name}: its tables are to go back to an older shape, but a gateway (\`thaw serve\`) is connected to it: stop all of them first`,
  );
}
