import { UsageError } from '../../core/errors.js';
import type { Place } from '../../core/places/place.js';
import { migrate } from '../../store/postgres/migrate.js';
import { postgres } from '../../store/postgres/postgres.js';
import { storeError } from '../../store/postgres/postgres-error.js';
import { type Connections, type ConnectOptions, connectTo } from '../../store/postgres/sql.js';

/**
 * Lets `act` use the database that a fleet works by, made or brought up to date if need be. `what`:
 * who asks, as a command.
 *
 * @throws {UsageError} the place is no database of PostgreSQL.
 * @throws {StoreError} it cannot be reached.
 */
export async function withFleetDatabase<Result>(
  { at, name }: Place,
  what: string,
  act: (connections: Connections) => Promise<Result>,
  options: ConnectOptions = {},
): Promise<Result> {
  if (!postgres.matches(at)) {
    throw new UsageError(
      `\`${what}\` works on a PostgreSQL database: name it with --store postgres://USER@HOST/DATABASE, or in THAW_STORE; not ${name}.`,
    );
  }
  let connections: Connections | undefined;
  try {
    await migrate(at, name);
    connections = connectTo(at, { ...options, name: what });
    return await act(connections);
  } catch (error) {
    throw storeError(error, name);
  } finally {
    await connections?.close();
  }
}
