import { migrate } from '../../src/store/postgres/migrate.js';
import { type Connections, connectTo } from '../../src/store/postgres/sql.js';
import { type PostgresServer, sharedPostgres } from '../postgres/server.js';

/** Connections to a new database with all of Thaw's tables; whoever asks closes them. */
export async function fleetDatabase(): Promise<Connections> {
  return connectTo(await fleetPlace());
}

/** The same as a place to connect to; on the server that all tests share, or another. */
export async function fleetPlace(server?: PostgresServer): Promise<string> {
  const place = await (server ?? (await sharedPostgres())).database();
  await migrate(place, 'a new database');
  return place;
}
