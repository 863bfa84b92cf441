import { resolve } from 'node:path';
import { withDatabase } from '../app/open-database.js';
import type { Database } from '../results/database.js';
import type { Access } from '../store/port.js';
import type { CliContext } from './context.js';
import { createDisplay } from './progress/display.js';
import { createScreen } from './progress/screen.js';

/**
 * Opens the database that `--db` names, lets `work` use it, and closes it.
 *
 * @throws {UsageError} there is none yet, and it is not to be made.
 */
export function withResults<Result>(
  context: Pick<CliContext, 'cwd' | 'err' | 'now' | 'env'>,
  db: string,
  access: Access,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const observer = createDisplay(context, createScreen(context.err), db);
  return withDatabase(resolve(context.cwd, db), access, observer, work);
}
