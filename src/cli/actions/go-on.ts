import { type ResumeRequest, resume } from '../../app/sweeps/resume.js';
import { atWork } from '../at-work.js';
import type { CliContext } from '../context.js';
import type { ExitCode } from '../parsing/command.js';
import { type FleetArgs, isShared } from '../parsing/fleet-args.js';
import type { SharedArgs } from '../parsing/shared-flags.js';
import { changesOf } from '../parsing/sweep-flags.js';
import { printEnd, STOPPING } from '../print-end.js';
import { withResults } from '../with-results.js';
import { goOnShared } from './fleet/go-on-shared.js';
import { type BesideArgs, beside } from './pictures/beside.js';

/** What commands take that train on a sweep which has begun. */
export interface GoOnArgs extends SharedArgs, BesideArgs, FleetArgs {
  readonly sweep: string | undefined;
  readonly set: readonly string[] | undefined;
  readonly trials: number | undefined;
  readonly workers: string | undefined;
  readonly devices: string | undefined;
  readonly 'skip-bad': boolean;
  readonly sharing: boolean;
  readonly 'db-timeout': string;
}

/** Trains what remains of a sweep, or what it is given more, and prints how it ends. */
export async function goOn(
  args: GoOnArgs,
  context: CliContext,
  asked: Omit<ResumeRequest, 'sweep' | 'changes' | 'sharing' | 'skipBad'>,
): Promise<ExitCode> {
  if (isShared(args.place, args)) return goOnShared(args, context, asked.asFile === true);
  const { place, sweep, sharing, set, trials, workers, devices } = args;
  const request = {
    ...{ ...asked, sweep, sharing, skipBad: args['skip-bad'] },
    changes: changesOf({ set, trials, workers, devices }),
  };
  const end = await atWork(context, { notice: STOPPING, place }, (world, observer) =>
    beside(context, args, world, observer, () =>
      withResults(
        context,
        place,
        'write',
        (database) => resume(world, database, request, observer),
        observer,
        { timeout: args['db-timeout'] },
      ),
    ),
  );
  return printEnd(context, args, end);
}
