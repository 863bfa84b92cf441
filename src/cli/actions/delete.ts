import { remove } from '../../app/remove.js';
import { isUrl } from '../../core/places/place.js';
import type { Database } from '../../results/database.js';
import type { DeleteDocument } from '../../results/documents/outcomes.js';
import { findSweep } from '../../results/find-sweep.js';
import type { SweepRow } from '../../store/port.js';
import { confirmDelete } from '../confirm-delete.js';
import type { CliContext } from '../context.js';
import type { NamedPlace } from '../parsing/place-of.js';
import type { SharedArgs } from '../parsing/shared-flags.js';
import { print } from '../print.js';
import { plainly } from '../text/plainly.js';
import { withResults } from '../with-results.js';
import { withFleet } from './fleet/with-fleet.js';

interface DeleteArgs extends SharedArgs {
  readonly sweep: string;
  readonly yes: boolean;
}

export async function run(args: DeleteArgs, context: CliContext): Promise<void> {
  const { place, format, yes } = args;
  await withRemover(context, place, async ({ store }, removed) => {
    const sweep = await findSweep(store, args.sweep);
    const { id, name } = plainly(sweep);
    if (!(await removed(sweep, async () => yes || confirmDelete(sweep, context)))) {
      context.err.write('Nothing was deleted.\n');
      return;
    }
    print<DeleteDocument>(
      context.out,
      format,
      { deleted: id },
      {
        json: (document) => document,
        text: () => `Deleted sweep ${id} (${name}).\n`,
      },
    );
  });
}

/** Removes a sweep once `confirm` resolves to true; resolves to whether it did. */
type Remover = (sweep: SweepRow, confirm: () => Promise<boolean>) => Promise<boolean>;

/** Those that machines share are theirs to remove. */
function withRemover(
  context: CliContext,
  place: NamedPlace,
  work: (database: Database, removed: Remover) => Promise<void>,
): Promise<void> {
  if (!isUrl(place.at)) {
    return withResults(context, place, 'write', (database) =>
      work(database, (sweep, confirm) => remove(database, sweep, confirm)),
    );
  }
  return withFleet(context, place, 'read', (database, desk) =>
    work(database, async ({ id }, confirm) => {
      if (!(await confirm())) return false;
      await desk.remove(id);
      return true;
    }),
  );
}
