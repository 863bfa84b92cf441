import { findSweep } from '../../../results/find-sweep.js';
import type { CliContext } from '../../context.js';
import type { ExitCode } from '../../parsing/command.js';
import type { SharedArgs } from '../../parsing/shared-flags.js';
import { followSweep } from './follow-sweep.js';

interface FollowArgs extends SharedArgs {
  readonly sweep: string | undefined;
  readonly dashboard: boolean;
}

export function run(args: FollowArgs, context: CliContext): Promise<ExitCode> {
  return followSweep(args, context, 'read', async (_world, { store }) => {
    return { follow: (await findSweep(store, args.sweep)).id };
  });
}
