import { resume } from '../../app/sweeps/resume.js';
import { atWork } from '../at-work.js';
import type { CliContext } from '../context.js';
import type { ExitCode } from '../parsing/command.js';
import type { SharedArgs } from '../parsing/shared-flags.js';
import { changesOf } from '../parsing/sweep-flags.js';
import { printEnd, STOPPING } from '../print-end.js';
import { withResults } from '../with-results.js';

interface ExtendArgs extends SharedArgs {
  readonly sweep: string | undefined;
  readonly set: readonly string[] | undefined;
  readonly trials: number | undefined;
  readonly workers: string | undefined;
  readonly devices: string | undefined;
  readonly 'skip-bad': boolean;
  readonly sharing: boolean;
  readonly 'db-timeout': string;
}

export async function run(args: ExtendArgs, context: CliContext): Promise<ExitCode> {
  const { db, sweep, sharing, set, trials, workers, devices } = args;
  const request = {
    ...{ sweep, sharing, changes: changesOf({ set, trials, workers, devices }) },
    asFile: set === undefined && trials === undefined,
    skipBad: args['skip-bad'],
    places: {},
    accepted: { data: false, weights: false },
    retryFailed: false,
  };
  const end = await atWork(context, { notice: STOPPING, db }, (world, observer) =>
    withResults(
      context,
      db,
      'write',
      (database) => resume(world, database, request, observer),
      observer,
      { timeout: args['db-timeout'] },
    ),
  );
  return printEnd(context, args, end);
}
