import type { CliContext } from '../context.js';
import type { ExitCode } from '../parsing/command.js';
import { type GoOnArgs, goOn } from './go-on.js';

export function run(args: GoOnArgs, context: CliContext): Promise<ExitCode> {
  return goOn(args, context, {
    asFile: args.set === undefined && args.trials === undefined,
    places: {},
    accepted: { data: false, weights: false },
    retryFailed: false,
  });
}
