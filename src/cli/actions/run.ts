import { readSweep } from '../../app/read-sweep.js';
import { run as runSweep } from '../../app/sweeps/run.js';
import { atWork } from '../at-work.js';
import type { CliContext } from '../context.js';
import type { ExitCode } from '../parsing/command.js';
import { type FleetArgs, isShared } from '../parsing/fleet-args.js';
import type { SharedArgs } from '../parsing/shared-flags.js';
import { changesOf, type SweepChanges } from '../parsing/sweep-flags.js';
import { pathOf } from '../path-of.js';
import { printEnd, STOPPING } from '../print-end.js';
import { withResults } from '../with-results.js';
import { runShared } from './fleet/run-shared.js';
import { type BesideArgs, beside } from './pictures/beside.js';

interface RunArgs extends SharedArgs, SweepChanges, BesideArgs, FleetArgs {
  readonly file: string;
  readonly 'skip-bad': boolean;
  readonly sharing: boolean;
  readonly 'db-timeout': string;
}

export async function run(args: RunArgs, context: CliContext): Promise<ExitCode> {
  const { place, sharing } = args;
  if (isShared(place, args)) return runShared(args, context);
  const file = pathOf(context, args.file);
  const changes = changesOf(args);
  const end = await atWork(context, { notice: STOPPING, place }, async (world, observer) => {
    const { spec, source } = readSweep(world, file, changes, observer);
    const request = { spec, source, file, skipBad: args['skip-bad'], sharing };
    return beside(context, args, world, observer, () =>
      withResults(
        context,
        place,
        'create',
        (database) => runSweep(world, database, request, observer),
        observer,
        { timeout: args['db-timeout'] },
      ),
    );
  });
  return printEnd(context, args, end);
}
