import type { CliContext } from '../context.js';
import type { NamedPlace } from '../parsing/place-of.js';

/** A command line that the user can type here: through npx where npm started this process. */
export function commandLine(
  { env }: Pick<CliContext, 'env'>,
  command: string,
  place?: Pick<NamedPlace, 'flag'>,
): string {
  const program = env.npm_execpath === undefined ? 'thaw' : 'npx thaw';
  return `${program} ${command}${place?.flag ?? ''}`;
}
