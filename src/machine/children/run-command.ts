import { type LeashOptions, spawnOnLeash } from './leash.js';

export interface CommandResult {
  /** Null: a signal ended what ran it. */
  readonly code: number | null;
  readonly stdout: string;
  /** Standard error, or why it could not be started. */
  readonly stderr: string;
}

export interface CommandOptions extends LeashOptions {
  /** Ends it, with all that it started. */
  readonly signal?: AbortSignal | undefined;
}

/** Runs a program to its end, silently; resolves whatever its fate. It ends with this process. */
export function runCommand(
  command: string,
  args: readonly string[],
  { signal, ...options }: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawnOnLeash(command, args, options);
    const end = () => void child.stdin.end();
    if (signal?.aborted) end();
    signal?.addEventListener('abort', end, { once: true });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout = (stdout + text).slice(-MOST_TEXT);
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-MOST_TEXT);
    });
    const settle = (result: CommandResult) => {
      signal?.removeEventListener('abort', end);
      resolve(result);
    };
    child.on('error', (error) => settle({ code: null, stdout, stderr: error.message }));
    child.on('close', (code) => settle({ code, stdout, stderr }));
  });
}

/** Characters of output that are kept, from its end. */
const MOST_TEXT = 100_000;

/** The end of a program's output: what a person needs to see of a failure. */
export function tail(
  { stdout, stderr }: Pick<CommandResult, 'stdout' | 'stderr'>,
  lines = 8,
): readonly string[] {
  const text = stderr.trim() === '' ? stdout : stderr;
  return text.trim().split('\n').slice(-lines);
}
