import { homedir } from 'node:os';
import { UsageError } from '../core/errors.js';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * A path in a file, where no shell reads it: `~` in front is the user's folder, `$NAME` and
 * `${NAME}` are variables, of which `${NAME:-path}` says what stands for one that is not set.
 *
 * @throws {UsageError} a variable is not set, it is another user's folder, or no path at all.
 */
export function expandPath(path: string, env: Env, home: string = homedir()): string {
  if (path.includes('\0')) throw new UsageError('a path cannot hold a NUL character');
  const [, scheme] = /^([A-Za-z][A-Za-z0-9+.-]+):\/\//.exec(path) ?? [];
  if (scheme !== undefined) {
    const instead =
      scheme.toLowerCase() === 'file' ? 'write the path alone' : 'download it, and write its path';
    throw new UsageError(`${path} is a URL, and nothing is fetched from there: ${instead}`);
  }
  const [, user] = /^~([^/\\]*)/.exec(path) ?? [];
  if (user) {
    throw new UsageError(`~${user}, the folder of another user, is not looked up: write the path`);
  }
  return expandHome(path, home).replace(VARIABLE, (written, braced, otherwise, bare) => {
    const name: string | undefined = braced ?? bare;
    if (name === undefined) {
      throw new UsageError(`${written} is for a shell, which does not read this: write the path`);
    }
    const value = env[name];
    if (value) return value;
    if (otherwise !== undefined) return expandPath(otherwise, env, home);
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

/** What stands for standard input on the command line, where it is `-`: by its path on most systems. */
export const STDIN = '/dev/stdin';

const VARIABLE = /\$(?:\{(\w+)(?::?-([^{}]*))?\}|([A-Za-z_]\w*)|\{[^}]*\}|\([^)]*\))/g;
