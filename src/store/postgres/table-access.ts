import type { TableAccess } from '../copying/table-rows.js';
import type { Access } from '../port.js';
import { placeName } from './place-name.js';
import { storeError } from './postgres-error.js';
import { rowsOf } from './postgres-rows.js';
import { prepare } from './prepare.js';
import { type Connections, connectTo, type Sql } from './sql.js';

/** A PostgreSQL database's tables, as they are. */
export const tableAccess: TableAccess = {
  read: (place, _options, act) =>
    connected(place, 'read', (connections) =>
      connections.inSnapshot(async (sql) => act(rowsOf(connections, await inNoHurry(sql)))),
    ),
  write: (place, _options, act) =>
    connected(place, 'create', (connections) =>
      connections.inTransaction(async (sql) => act(rowsOf(connections, await inNoHurry(sql)))),
    ),
};

async function connected<Result>(
  place: string,
  access: Access,
  act: (connections: Connections) => Promise<Result>,
): Promise<Result> {
  const name = placeName(place);
  const connections = connectTo(place, { size: 2, timeoutMs: 0, readOnly: access === 'read' });
  try {
    await prepare(connections, place, name, access);
    return await act(connections);
  } catch (error) {
    throw storeError(error, name);
  } finally {
    await connections.close();
  }
}

/** It may be idle for long, while what it was told is written elsewhere. */
async function inNoHurry(sql: Sql): Promise<Sql> {
  await sql.run('set local idle_in_transaction_session_timeout = 0');
  return sql;
}
