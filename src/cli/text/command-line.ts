import { shellWord } from '../../core/words/shell-word.js';
import type { CliContext } from '../context.js';
import { SHARED_FLAGS } from '../parsing/shared-flags.js';

/** A command line that the user can type here: through npx where npm started this process. */
export function commandLine(
  { env }: Pick<CliContext, 'env'>,
  command: string,
  db?: string,
): string {
  const program = env.npm_execpath === undefined ? 'thaw' : 'npx thaw';
  const place = db === undefined || db === SHARED_FLAGS.db.default ? '' : ` --db ${shellWord(db)}`;
  return `${program} ${command}${place}`;
}
