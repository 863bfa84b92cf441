import { trialDocument } from '../../results/documents/trial.js';
import { readTrial } from '../../results/trial-view.js';
import type { CliContext } from '../context.js';
import { trialCsv } from '../csv/trial.js';
import type { SharedArgs } from '../parsing/shared-flags.js';
import { print } from '../print.js';
import { renderTrial } from '../render/trial.js';
import { withResults } from '../with-results.js';

interface ShowArgs extends SharedArgs {
  readonly trial: string;
}

export async function run({ trial, place, format }: ShowArgs, context: CliContext): Promise<void> {
  const view = await withResults(context, place, 'read', (database) => readTrial(database, trial));
  print(context.out, format, view, {
    json: trialDocument,
    csv: (shown) => trialCsv(trialDocument(shown)),
    text: renderTrial,
  });
}
