import { importanceDocument } from '../../../results/documents/insight/importance.js';
import { findSweep } from '../../../results/find-sweep.js';
import { viewImportance } from '../../../results/insight/importance.js';
import { readTried } from '../../../results/insight/tried-points.js';
import type { CliContext } from '../../context.js';
import { importanceCsv } from '../../csv/insight/importance.js';
import type { SharedArgs } from '../../parsing/shared-flags.js';
import { print } from '../../print.js';
import { renderImportance } from '../../render/insight/importance.js';
import { withResults } from '../../with-results.js';

interface ImportanceArgs extends SharedArgs {
  readonly sweep: string | undefined;
}

export async function run(args: ImportanceArgs, context: CliContext): Promise<void> {
  const tried = await withResults(context, args.place, 'read', async ({ store }) =>
    readTried(store.readings, await findSweep(store, args.sweep)),
  );
  print(context.out, args.format, viewImportance(tried), {
    json: importanceDocument,
    csv: (view) => importanceCsv(importanceDocument(view)),
    text: renderImportance,
  });
}
