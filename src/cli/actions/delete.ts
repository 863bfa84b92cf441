import { remove } from '../../app/remove.js';
import type { DeleteDocument } from '../../results/documents/outcomes.js';
import { findSweep } from '../../results/find-sweep.js';
import { confirmDelete } from '../confirm-delete.js';
import type { CliContext } from '../context.js';
import type { SharedArgs } from '../parsing/shared-flags.js';
import { print } from '../print.js';
import { plainly } from '../text/plainly.js';
import { withResults } from '../with-results.js';

interface DeleteArgs extends SharedArgs {
  readonly sweep: string;
  readonly yes: boolean;
}

export async function run(args: DeleteArgs, context: CliContext): Promise<void> {
  const { place, format, yes } = args;
  await withResults(context, place, 'write', async (database) => {
    const sweep = await findSweep(database.store, args.sweep);
    const { id, name } = plainly(sweep);
    if (!(await remove(database, sweep, async () => yes || confirmDelete(sweep, context)))) {
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
