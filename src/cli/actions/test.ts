import { test } from '../../app/trials/test.js';
import { testDocument } from '../../results/documents/test.js';
import { atWork } from '../at-work.js';
import type { CliContext } from '../context.js';
import { testCsv } from '../csv/test.js';
import { placesOf } from '../parsing/places.js';
import type { SharedArgs } from '../parsing/shared-flags.js';
import { print } from '../print.js';
import { renderTested } from '../render/tested.js';
import { withResults } from '../with-results.js';

interface TestArgs extends SharedArgs {
  readonly trial: string;
  readonly backend: string | undefined;
  readonly data: string | undefined;
  readonly weights: string | undefined;
  readonly 'accept-changed-data': boolean;
}

export async function run(args: TestArgs, context: CliContext): Promise<void> {
  const { place, format, trial, backend } = args;
  const request = {
    trial,
    backend,
    places: placesOf(args, context),
    acceptChangedData: args['accept-changed-data'],
  };
  const tested = await atWork(context, { notice: 'Stopping ...', place }, (world, observer) =>
    withResults(
      context,
      place,
      'write',
      (database) => test(world, database, request, observer),
      observer,
    ),
  );
  print(context.out, format, tested, {
    json: testDocument,
    csv: (view) => testCsv(testDocument(view)),
    text: renderTested,
  });
}
