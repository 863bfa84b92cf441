import { remove } from '../../app/remove.js';
import { UsageError } from '../../core/errors.js';
import { count } from '../../core/words/numbers.js';
import type { DeleteDocument } from '../../results/documents/outcomes.js';
import { findSweep } from '../../results/find-sweep.js';
import type { SweepRow } from '../../store/port.js';
import type { CliContext } from '../context.js';
import type { SharedArgs } from '../parsing/shared-flags.js';
import { print } from '../print.js';
import { plainly } from '../text/plainly.js';
import { withResults } from '../with-results.js';

export interface DeleteArgs extends SharedArgs {
  readonly sweep: string;
  readonly yes: boolean;
}

export async function run(args: DeleteArgs, context: CliContext): Promise<void> {
  const { db, format, yes } = args;
  await withResults(context, db, 'write', async (database) => {
    const sweep = await findSweep(database.store, args.sweep);
    const { id, name } = plainly(sweep);
    if (!(await remove(database, sweep, async () => yes || isConfirmed(sweep, context)))) {
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

async function isConfirmed(sweep: SweepRow, { ask }: CliContext): Promise<boolean> {
  const { id, name, counts } = plainly(sweep);
  const trials = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const what = `sweep ${id} (${name}), its ${count(trials, 'trial')} and their weights`;
  const answer = await ask(`Delete ${what}? This cannot be undone. [y/N] `);
  if (answer !== null) return /^y(es)?$/i.test(answer.trim());
  throw new UsageError(`Deleting ${what} cannot be undone; \`--yes\` confirms it.`);
}
