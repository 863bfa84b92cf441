import { migrations } from '../../../src/store/postgres/migrations/index.js';
import { type Connections, connectTo } from '../../../src/store/postgres/sql.js';
import { sharedPostgres } from '../../postgres/server.js';

/** Connections to a fresh database with all tables. */
export async function freshDatabase(): Promise<Connections> {
  const server = await sharedPostgres();
  const sql = connectTo(await server.database());
  await sql.run('create schema thaw');
  for (const { up } of migrations) await sql.run(up);
  return sql;
}
