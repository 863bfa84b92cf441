import type { CliContext } from '../context.js';
import type { ExitCode } from '../parsing/command.js';
import { placesOf } from '../parsing/places.js';
import { type GoOnArgs, goOn } from './go-on.js';

interface ResumeArgs extends GoOnArgs {
  readonly 'retry-failed': boolean;
  readonly data: string | undefined;
  readonly weights: string | undefined;
  readonly 'accept-changed-data': boolean;
  readonly 'accept-changed-weights': boolean;
}

export async function run(args: ResumeArgs, context: CliContext): Promise<ExitCode> {
  return goOn(args, context, {
    places: placesOf(args, context),
    accepted: { data: args['accept-changed-data'], weights: args['accept-changed-weights'] },
    retryFailed: args['retry-failed'],
  });
}
