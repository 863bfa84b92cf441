import { EXIT, ThawError } from '../core/errors.js';
import { HUNG_UP, hangUp } from './hangup.js';
import type { Output } from './output.js';
import { createStyle, withoutMarks } from './text/style.js';

/** Ends the process once what was written has left it. The only place that calls `process.exit`. */
export function exitAfterWriting(code: number): void {
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}

/** Ends the process at once. */
export function exitNow(code: number): never {
  if (code === HUNG_UP) {
    // By the signal itself: at its exit Node resets the terminal, and aborts where there is none.
    process.removeAllListeners('SIGHUP');
    process.kill(process.pid, 'SIGHUP');
  }
  process.exit(code);
}

/** What to print for an error, and the exit code: a message if foreseen, a stack if it is a bug. */
export function explain(error: unknown, colors: boolean): { text: string; code: number } {
  const { red } = createStyle(colors);
  if (error instanceof ThawError) {
    return { text: `${red('Error:')} ${withoutMarks(error.message)}\n`, code: error.exitCode };
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const text = [
    `${red('Error:')} Thaw ran into something it did not expect; this is a bug.`,
    withoutMarks(stack),
    `Please report it with the lines above, the command, and your versions: Node ${process.version},`,
    `${process.platform} ${process.arch}. What was stored is safe.`,
  ];
  return { text: `${text.join('\n')}\n`, code: EXIT.bug };
}

/** Errors that no command catches: bugs, and a reader of our output that left (`thaw ... | head`). */
export function catchStrayErrors(err: Output): void {
  const leaveQuietly = (error: NodeJS.ErrnoException) => {
    // EIO: the terminal was closed.
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    const code = error.code === 'EIO' ? HUNG_UP : EXIT.done;
    if (!hangUp(code)) exitNow(code);
  };
  process.stdout.on('error', leaveQuietly);
  process.stderr.on('error', leaveQuietly);
  const report = (error: unknown) => {
    const { text, code } = explain(error, err.colors);
    err.write(text);
    exitNow(code);
  };
  process.on('uncaughtException', report);
  process.on('unhandledRejection', report);
}
