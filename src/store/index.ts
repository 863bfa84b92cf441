import { UsageError } from '../core/errors.js';
import type { TableAccess } from './copying/table-rows.js';
import { gateway } from './gateway/gateway.js';
import type { StoreHealth } from './health.js';
import type { Store } from './port.js';
import { postgres } from './postgres/postgres.js';
import { sqlite } from './sqlite/sqlite.js';
import type { Migrated, MigrateOptions, OpenOptions, StoreDef } from './store-def.js';

/** Every kind of results database; the first that matches is taken. */
export const stores: readonly StoreDef[] = [postgres, gateway, sqlite];

/** What looks after the health of a database; undefined: its kind has nothing of the sort. */
export async function healthOf(place: string): Promise<StoreHealth | undefined> {
  return kindOf(place).health?.();
}

/** Whether what `place` names is one file, never a folder. */
export function isFile(place: string): boolean {
  return kindOf(place).isFile ?? false;
}

/** A database's tables as they are; undefined: its kind shows none. */
export async function tablesAt(place: string): Promise<TableAccess | undefined> {
  return kindOf(place).tables?.();
}

/** @throws {StoreError} it cannot be opened, and what to do. */
export function openStore(place: string, options: OpenOptions): Promise<Store> {
  return kindOf(place).open(place, options);
}

/**
 * Changes the shape of its tables; null: it was not confirmed.
 *
 * @throws {UsageError} its kind knows no such thing, or not so many migrations.
 * @throws {StoreError}
 */
export async function migrateStore(
  place: string,
  options: MigrateOptions,
): Promise<Migrated | null> {
  const { migrate, summary } = kindOf(place);
  if (migrate) return migrate(place, options);
  throw new UsageError(
    `What is to be migrated is ${summary}: it is brought up to date whenever it is opened. Name a postgres:// database.`,
  );
}

/** For whoever read a database for long: others may have written to it, and left, meanwhile. */
export async function settle(place: string): Promise<void> {
  await kindOf(place).settle?.(place);
}

function kindOf(place: string): StoreDef {
  return stores.find((def) => def.matches(place))!;
}
