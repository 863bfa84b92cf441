import { sendInputs } from '../../../app/fleet/send-inputs.js';
import { submit } from '../../../app/fleet/submit.js';
import { readSweep } from '../../../app/read-sweep.js';
import type { SubmitDocument } from '../../../results/documents/fleet/fleet.js';
import type { CliContext } from '../../context.js';
import type { ExitCode } from '../../parsing/command.js';
import { type FleetArgs, refuseLocal, wishIn } from '../../parsing/fleet-args.js';
import type { SharedArgs } from '../../parsing/shared-flags.js';
import { changesOf, type SweepChanges } from '../../parsing/sweep-flags.js';
import { pathOf } from '../../path-of.js';
import { print } from '../../print.js';
import { followSweep } from './follow-sweep.js';

export interface RunSharedArgs extends SharedArgs, SweepChanges, FleetArgs {
  readonly file: string;
  readonly 'skip-bad': boolean;
  readonly sharing: boolean;
  readonly dashboard: boolean;
}

/** What of this machine a sweep has nothing of that others train. */
export const OF_THIS_MACHINE = {
  workers: 'each agent says how many it has (`thaw agent --workers`)',
  devices: 'each agent says which it has (`thaw agent --devices`)',
  'no-sharing': 'machines train as the planner has it',
} as const;

/** Hands a sweep to machines that share their work, and follows it. */
export async function runShared(args: RunSharedArgs, context: CliContext): Promise<ExitCode> {
  const { place, format, detach } = args;
  refuseLocal({ ...args }, OF_THIS_MACHINE);
  const { priority = STANDARD_PRIORITY, budgetSeconds = null } = wishIn(args);
  const file = pathOf(context, args.file);
  const changes = changesOf(args);
  return followSweep(args, context, 'create', async (world, database, desk, observer) => {
    const { spec, source } = readSweep(world, file, changes, observer);
    const skipBad = args['skip-bad'];
    const request = { spec, source, file, skipBad, priority, budgetSeconds };
    const send = sendInputs(world, place);
    const sweep = await submit(world, database, desk, request, send, observer);
    if (!detach) return { follow: sweep };
    print<SubmitDocument>(
      context.out,
      format,
      { sweep, name: spec.name },
      {
        json: (document) => document,
        text: ({ name }) =>
          `Sweep ${sweep} (${name}) is in the hands of ${place.name}. \`thaw follow ${sweep}\` shows it.\n`,
      },
    );
    return { end: undefined };
  });
}

/** In the middle of what a person would give, by orders of magnitude. */
const STANDARD_PRIORITY = 10;
