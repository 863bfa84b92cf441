import { resume } from '../../app/sweeps/resume.js';
import { atWork } from '../at-work.js';
import type { CliContext } from '../context.js';
import type { ExitCode } from '../parsing/command.js';
import { placesOf } from '../parsing/places.js';
import type { SharedArgs } from '../parsing/shared-flags.js';
import { changesOf } from '../parsing/sweep-flags.js';
import { printEnd, STOPPING } from '../print-end.js';
import { withResults } from '../with-results.js';

interface ResumeArgs extends SharedArgs {
  readonly sweep: string | undefined;
  readonly set: readonly string[] | undefined;
  readonly trials: number | undefined;
  readonly workers: string | undefined;
  readonly devices: string | undefined;
  readonly 'retry-failed': boolean;
  readonly 'skip-bad': boolean;
  readonly sharing: boolean;
  readonly data: string | undefined;
  readonly weights: string | undefined;
  readonly 'accept-changed-data': boolean;
  readonly 'accept-changed-weights': boolean;
  readonly 'db-timeout': string;
}

export async function run(args: ResumeArgs, context: CliContext): Promise<ExitCode> {
  const { db, sweep, sharing } = args;
  const { set, trials, workers, devices } = args;
  const request = {
    ...{ sweep, sharing, changes: changesOf({ set, trials, workers, devices }) },
    skipBad: args['skip-bad'],
    places: placesOf(args, context),
    accepted: { data: args['accept-changed-data'], weights: args['accept-changed-weights'] },
    retryFailed: args['retry-failed'],
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
