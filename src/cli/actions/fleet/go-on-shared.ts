import { goOnShared as goOn } from '../../../app/fleet/go-on-shared.js';
import type { WishDocument } from '../../../results/documents/fleet/fleet.js';
import type { CliContext } from '../../context.js';
import type { ExitCode } from '../../parsing/command.js';
import { type FleetArgs, refuseLocal, wishIn } from '../../parsing/fleet-args.js';
import type { SharedArgs } from '../../parsing/shared-flags.js';
import { changesOf, type SweepChanges } from '../../parsing/sweep-flags.js';
import { print } from '../../print.js';
import { followSweep } from './follow-sweep.js';
import { OF_THIS_MACHINE } from './run-shared.js';

export interface GoOnSharedArgs
  extends SharedArgs,
    Pick<SweepChanges, 'set' | 'trials'>,
    FleetArgs {
  readonly sweep: string | undefined;
  readonly dashboard: boolean;
}

/** Goes on with a sweep that other machines train, and follows it. `asFile`: as its file has it now. */
export async function goOnShared(
  args: GoOnSharedArgs,
  context: CliContext,
  asFile: boolean,
): Promise<ExitCode> {
  const { format, detach, set, trials } = args;
  refuseLocal({ ...args }, { ...OF_THIS_MACHINE, ...OF_ITS_MAKER });
  const request = { sweep: args.sweep, asFile, changes: changesOf({ set, trials }) };
  const wish = { ...wishIn(args), wanted: 'run' } as const;
  return followSweep(args, context, 'read', async (world, database, desk, observer) => {
    const sweep = await goOn(world, database, desk, request, wish, observer);
    if (!detach) return { follow: sweep };
    print<WishDocument>(
      context.out,
      format,
      { sweep, wanted: 'run' },
      {
        json: (document) => document,
        text: () => `Sweep ${sweep} goes on. \`thaw follow ${sweep}\` shows it.\n`,
      },
    );
    return { end: undefined };
  });
}

/** What changes what trials are made of, or runs them again. */
const OF_ITS_MAKER = {
  'retry-failed': 'a new sweep runs them again',
  data: 'its machines have the images that it began with',
  weights: 'its machines have the weights that it began with',
  'accept-changed-data': 'its machines have the images that it began with',
  'accept-changed-weights': 'its machines have the weights that it began with',
} as const;
