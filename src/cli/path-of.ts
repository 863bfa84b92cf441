import { resolve } from 'node:path';
import { isUrl } from '../core/places/place.js';
import { expandHome } from '../machine/expand-path.js';
import type { CliContext } from './context.js';

/** The absolute path that a flag or an argument means; the shell leaves the `~` of `--db=~/x`. */
export function pathOf({ cwd }: Pick<CliContext, 'cwd'>, written: string): string {
  return resolve(cwd, expandHome(written));
}

/** What `--artifacts` names: a URL as it is, a path from the user's folder. */
export function artifactsOf(
  context: Pick<CliContext, 'cwd'>,
  named: string | undefined,
): string | undefined {
  return named === undefined || isUrl(named) ? named : pathOf(context, named);
}
