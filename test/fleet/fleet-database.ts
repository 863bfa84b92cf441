import { migrations } from '../../src/store/postgres/migrations/index.js';
import { type Connections, connectTo, SCHEMA } from '../../src/store/postgres/sql.js';
import { sharedPostgres } from '../postgres/server.js';

/** Connections to a new database with all of Thaw's tables; whoever asks closes them. */
export async function fleetDatabase(): Promise<Connections> {
  return connectTo(await fleetPlace());
}

/** The same as a place to connect to. */
export async function fleetPlace(): Promise<string> {
  const place = await (await sharedPostgres()).database();
  const connections = connectTo(place, { size: 1 });
  await connections.run(`create schema ${SCHEMA}`);
  for (const { up } of migrations) await connections.run(up);
  await connections.close();
  return place;
}
