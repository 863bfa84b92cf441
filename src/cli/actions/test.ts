import { test } from '../../app/trials/test.js';
import { testDocument } from '../../results/documents/test.js';
import { atWork } from '../at-work.js';
import type { CliContext } from '../context.js';
import { testCsv } from '../csv/test.js';
import type { SharedArgs } from '../parsing/shared-flags.js';
import { print } from '../print.js';
import { renderTested } from '../render/tested.js';
import { withResults } from '../with-results.js';

interface TestArgs extends SharedArgs {
  readonly trial: string;
  readonly backend: string | undefined;
}

export async function run(args: TestArgs, context: CliContext): Promise<void> {
  const { db, format, trial, backend } = args;
  const tested = await atWork(context, { notice: 'Stopping ...', db }, (world, observer) =>
    withResults(
      context,
      db,
      'write',
      (database) => test(world, database, { trial, backend }, observer),
      observer,
    ),
  );
  print(context.out, format, tested, {
    json: testDocument,
    csv: (view) => testCsv(testDocument(view)),
    text: renderTested,
  });
}
