import { resolve } from 'node:path';
import { type Access, withDatabase } from '../app/open-database.js';
import type { Database } from '../results/database.js';
import type { CliContext } from './context.js';

/**
 * Opens the database that `--db` names, lets `work` use it, and closes it.
 *
 * @throws {UsageError} there is none yet, and it is not to be made.
 */
export function withResults<Result>(
  { cwd }: Pick<CliContext, 'cwd'>,
  db: string,
  access: Access,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  return withDatabase(resolve(cwd, db), access, work);
}
