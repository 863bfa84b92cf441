import { resolve } from 'node:path';
import { expandHome } from '../machine/expand-path.js';
import type { CliContext } from './context.js';

/** The absolute path that a flag or an argument means; the shell leaves the `~` of `--db=~/x`. */
export function pathOf({ cwd }: Pick<CliContext, 'cwd'>, written: string): string {
  return resolve(cwd, expandHome(written));
}
