import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** A program that runs until its test is over, or it ends by itself. */
export interface Running {
  readonly child: ChildProcess;
  /** What it has written so far. */
  readonly out: () => string;
  readonly err: () => string;
  /** Its exit code; null: a signal ended it. */
  readonly ended: Promise<number | null>;
}

/** The program itself, as built. */
export const BIN = fileURLToPath(new URL('../bin/thaw.js', import.meta.url));

/** Starts Node with these arguments; what still runs when the test is over is killed. */
export function startNode(
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Running {
  const child = spawn(process.execPath, [...args], options);
  let [out, err] = ['', ''];
  child.stdout.on('data', (more) => {
    out += more;
  });
  child.stderr.on('data', (more) => {
    err += more;
  });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { child, out: () => out, err: () => err, ended };
}
