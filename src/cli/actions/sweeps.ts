import { sweepsDocument } from '../../results/documents/sweeps.js';
import type { CliContext } from '../context.js';
import { sweepsCsv } from '../csv/sweeps.js';
import type { SharedArgs } from '../parsing/shared-flags.js';
import { print } from '../print.js';
import { renderSweeps } from '../render/sweeps.js';
import { withResults } from '../with-results.js';

export async function run({ place, format }: SharedArgs, context: CliContext): Promise<void> {
  const sweeps = await withResults(context, place, 'read', ({ store }) => store.readings.sweeps());
  print(context.out, format, sweeps, {
    json: sweepsDocument,
    csv: (rows) => sweepsCsv(sweepsDocument(rows)),
    text: renderSweeps,
  });
}
