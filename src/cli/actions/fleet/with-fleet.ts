import { openDesk } from '../../../app/fleet/open-desk.js';
import type { Observer } from '../../../app/observer.js';
import { UsageError } from '../../../core/errors.js';
import { isUrl } from '../../../core/places/place.js';
import type { FleetDesk } from '../../../fleet/client/desk.js';
import type { Database } from '../../../results/database.js';
import type { Access } from '../../../store/port.js';
import type { CliContext } from '../../context.js';
import type { NamedPlace } from '../../parsing/place-of.js';
import { withResults } from '../../with-results.js';

/**
 * Opens results that machines share, and the desk of those machines.
 *
 * @throws {UsageError} the place is a file, which one machine has for itself.
 */
export function withFleet<Result>(
  context: Pick<CliContext, 'cwd' | 'err' | 'now' | 'env'>,
  place: NamedPlace,
  access: Access,
  work: (database: Database, desk: FleetDesk) => Promise<Result>,
  observer?: Pick<Observer, 'onNote'>,
): Promise<Result> {
  checkShared(place);
  return withResults(
    context,
    place,
    access,
    async (database) => {
      const desk = await openDesk(place, context.env);
      try {
        return await work(database, desk);
      } finally {
        await desk.close();
      }
    },
    observer,
  );
}

/** @throws {UsageError} no store is named. */
export function checkShared({ at }: NamedPlace): void {
  if (isUrl(at)) return;
  throw new UsageError(
    'This is about machines that share their work: --store names their gateway, https://..., or their database, postgres://...; so does THAW_STORE.',
  );
}
