import type { Observer } from '../app/observer.js';
import { type Patience, withDatabase } from '../app/open-database.js';
import type { Database } from '../results/database.js';
import type { Access } from '../store/port.js';
import type { CliContext } from './context.js';
import { pathOf } from './path-of.js';
import { createDisplay } from './progress/display.js';

/**
 * Opens the database that `--db` names, lets `work` use it, and closes it. `observer`: who shows the
 * rest of the command, where something does, so that one screen has the terminal.
 *
 * @throws {UsageError} there is none yet, and it is not to be made.
 */
export function withResults<Result>(
  context: Pick<CliContext, 'cwd' | 'err' | 'now' | 'env'>,
  db: string,
  access: Access,
  work: (database: Database) => Promise<Result>,
  observer: Pick<Observer, 'onNote'> = createDisplay(context, db),
  patience: Patience = {},
): Promise<Result> {
  return withDatabase(pathOf(context, db), access, observer, work, patience);
}
