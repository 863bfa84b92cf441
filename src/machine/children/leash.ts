import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface LeashOptions {
  readonly cwd?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly shell?: boolean | undefined;
}

/**
 * Starts a program that ends when this process does, or the thread of it that started the program:
 * also where it is killed and can do nothing more. A small process between the two holds the other
 * end of a pipe; the pipe closes with its owner, whatever ends it, and then the program is ended with
 * all that it started. Ending `stdin` ends it, too. What it prints comes from `stdout` and `stderr`.
 */
export function spawnOnLeash(
  command: string,
  args: readonly string[],
  { cwd, env, shell = false }: LeashOptions = {},
): ChildProcess & { readonly stdin: NodeJS.WritableStream } {
  const holder = spawn(process.execPath, [HOLDER, JSON.stringify({ command, args, shell })], {
    cwd,
    env,
    windowsHide: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // It is gone, and its end is told by the event `close`.
  holder.stdin.on('error', () => undefined);
  return holder;
}

const HOLDER = fileURLToPath(new URL('../../../bin/leash.js', import.meta.url));
