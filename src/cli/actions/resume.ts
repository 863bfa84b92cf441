import { resume } from '../../app/sweeps/resume.js';
import { atWork } from '../at-work.js';
import type { CliContext } from '../context.js';
import type { ExitCode } from '../parsing/command.js';
import { placesOf } from '../parsing/places.js';
import type { SharedArgs } from '../parsing/shared-flags.js';
import { workersOf } from '../parsing/sweep-flags.js';
import { printEnd, STOPPING } from '../print-end.js';
import { withResults } from '../with-results.js';

interface ResumeArgs extends SharedArgs {
  readonly sweep: string | undefined;
  readonly workers: string | undefined;
  readonly 'skip-bad': boolean;
  readonly sharing: boolean;
  readonly data: string | undefined;
  readonly weights: string | undefined;
  readonly 'accept-changed-data': boolean;
  readonly 'accept-changed-weights': boolean;
}

export async function run(args: ResumeArgs, context: CliContext): Promise<ExitCode> {
  const { db, sweep, sharing } = args;
  const request = {
    ...{ sweep, sharing, workers: workersOf(args.workers), skipBad: args['skip-bad'] },
    places: placesOf(args, context.cwd),
    accepted: { data: args['accept-changed-data'], weights: args['accept-changed-weights'] },
  };
  const end = await atWork(context, { notice: STOPPING, db }, (world, observer) =>
    withResults(
      context,
      db,
      'write',
      (database) => resume(world, database, request, observer),
      observer,
    ),
  );
  return printEnd(context, args, end);
}
