import type { Observer } from '../app/observer.js';
import { type Patience, withDatabase } from '../app/open-database.js';
import type { Database } from '../results/database.js';
import type { Access } from '../store/port.js';
import type { CliContext } from './context.js';
import type { NamedPlace } from './parsing/place-of.js';
import { createDisplay } from './progress/display.js';

/**
 * Opens the results at a place, lets `work` use it, and closes it. `observer`: who shows the
 * rest of the command, where something does, so that one screen has the terminal.
 *
 * @throws {UsageError} there is none yet, and it is not to be made.
 */
export function withResults<Result>(
  context: Pick<CliContext, 'cwd' | 'err' | 'now' | 'env'>,
  place: NamedPlace,
  access: Access,
  work: (database: Database) => Promise<Result>,
  observer: Pick<Observer, 'onNote'> = createDisplay(context, place),
  patience: Patience = {},
): Promise<Result> {
  return withDatabase(context, place, access, observer, work, patience);
}
