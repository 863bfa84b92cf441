import { EXIT, serializeError, ThawError } from '../core/errors.js';
import { forgetTerminal } from '../machine/terminal-gone.js';
import { HUNG_UP } from './hangup.js';
import { nativeLogLine } from './native-log-line.js';
import type { Output } from './output.js';
import { createStyle, withoutMarks } from './text/style.js';

/** Ends the process once what was written has left it. The only place that calls `process.exit`. */
export function exitAfterWriting(code: number): void {
  const exit = () => {
    forgetTerminal();
    process.exit(code);
  };
  process.stdout.write('', () => process.stderr.write('', exit));
}

/** Ends the process at once. */
export function exitNow(code: number): never {
  if (code === HUNG_UP) {
    // By the signal itself, as whoever waits for this process expects.
    process.removeAllListeners('SIGHUP');
    process.kill(process.pid, 'SIGHUP');
  }
  forgetTerminal();
  process.exit(code);
}

/** What to print for an error, and the exit code: a message if foreseen, a stack if it is a bug. */
export function explain(error: unknown, colors: boolean): { text: string; code: number } {
  const { red } = createStyle(colors);
  if (error instanceof ThawError) {
    const log = NATIVE.has(error.code) ? nativeLogLine() : '';
    return {
      text: `${red('Error:')} ${withoutMarks(error.message)}\n${log}`,
      code: error.exitCode,
    };
  }
  const { code, message } = serializeError(error);
  if (code !== 'E_UNEXPECTED') {
    // The system's own words are all there is to tell.
    const log = NATIVE.has(code) ? nativeLogLine() : '';
    return { text: `${red('Error:')} ${withoutMarks(message)}.\n${log}`, code: EXIT.machine };
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const text = [
    `${red('Error:')} Thaw ran into something it did not expect; this is a bug.`,
    withoutMarks(stack),
    `Please report it with the lines above, the command, and your versions: Node ${process.version},`,
    `${process.platform} ${process.arch}. What was stored is safe.`,
  ];
  return { text: `${text.join('\n')}\n${nativeLogLine()}`, code: EXIT.bug };
}

/** Errors of which a backend's library may have said more than it told this program. */
const NATIVE: ReadonlySet<string> = new Set(['E_BACKEND', 'E_MEMORY']);

/** Errors that no command catches: bugs. */
export function catchStrayErrors(err: Output): void {
  const report = (error: unknown) => {
    const { text, code } = explain(error, err.colors);
    err.write(text);
    exitNow(code);
  };
  process.on('uncaughtException', report);
  process.on('unhandledRejection', report);
}
