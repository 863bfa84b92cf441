import { compareDocument } from '../../../results/documents/insight/compare.js';
import { readComparison } from '../../../results/insight/comparison.js';
import type { CliContext } from '../../context.js';
import { compareCsv } from '../../csv/insight/compare.js';
import type { SharedArgs } from '../../parsing/shared-flags.js';
import { print } from '../../print.js';
import { renderComparison } from '../../render/insight/compare.js';
import { withResults } from '../../with-results.js';

interface CompareArgs extends SharedArgs {
  readonly one: string;
  readonly other: string;
}

export async function run(args: CompareArgs, context: CliContext): Promise<void> {
  const { one, other, place, format } = args;
  const comparison = await withResults(context, place, 'read', ({ store }) =>
    readComparison(store, [one, other]),
  );
  print(context.out, format, comparison, {
    json: compareDocument,
    csv: (found) => compareCsv(compareDocument(found)),
    text: renderComparison,
  });
}
