import { homedir } from 'node:os';
import { UsageError } from '../core/errors.js';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * A path in a file, where no shell reads it: `~` in front is the user's folder, `$NAME` and
 * `${NAME}` are variables.
 *
 * @throws {UsageError} a variable is not set, it is another user's folder, or no path at all.
 */
export function expandPath(path: string, env: Env, home: string = homedir()): string {
  if (path.includes('\0')) throw new UsageError('a path cannot hold a NUL character');
  const [, user] = /^~([^/\\]*)/.exec(path) ?? [];
  if (user) {
    throw new UsageError(`~${user}, the folder of another user, is not looked up: write the path`);
  }
  return expandHome(path, home).replace(VARIABLE, (written, braced, bare) => {
    const name: string = braced ?? bare;
    const value = env[name];
    if (value) return value;
    const why = value === undefined ? 'is not set' : 'is empty';
    throw new UsageError(`the variable ${written} ${why}: export it, or write the path`);
  });
}

/**
 * A path on the command line, in which the shell has replaced what it does: of `--db=~/x` it leaves
 * the `~`. Variables it has seen to; a `$` that is still there is part of a name.
 */
export function expandHome(path: string, home: string = homedir()): string {
  return path.replace(/^~(?=$|[/\\])/, () => home);
}

const VARIABLE = /\$(?:\{(\w+)\}|([A-Za-z_]\w*))/g;
