import { fetch } from '../../app/fetch.js';
import { fetchDocument } from '../../results/documents/fetch.js';
import { atWork } from '../at-work.js';
import type { CliContext } from '../context.js';
import type { SharedArgs } from '../parsing/shared-flags.js';
import { changesOf } from '../parsing/sweep-flags.js';
import { pathOf } from '../path-of.js';
import { print } from '../print.js';
import { renderFetched } from '../render/fetched.js';

interface FetchArgs extends SharedArgs {
  readonly file: string | undefined;
  readonly set: readonly string[] | undefined;
  readonly 'skip-bad': boolean;
}

export async function run(args: FetchArgs, context: CliContext): Promise<void> {
  const { place, format, set } = args;
  const request = {
    file: args.file === undefined ? undefined : pathOf(context, args.file),
    changes: changesOf({ set }),
    skipBad: args['skip-bad'],
  };
  const fetched = await atWork(context, { notice: 'Stopping ...', place }, (world, observer) =>
    fetch(world, request, observer),
  );
  print(context.out, format, fetched, { json: fetchDocument, text: renderFetched });
}
