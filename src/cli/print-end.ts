import type { SweepEnd } from '../app/sweeps/sweep-end.js';
import { EXIT } from '../core/errors.js';
import type { CliContext } from './context.js';
import { nativeLogLine } from './native-log-line.js';
import type { SharedArgs } from './parsing/shared-flags.js';
import { printLeaderboard } from './print-leaderboard.js';
import { capital, endingText } from './render/sweep-ending.js';
import { commandLine } from './text/command-line.js';
import { plainly } from './text/plainly.js';
import { createStyle } from './text/style.js';

/** What a user reads who stops a sweep. */
export const STOPPING = 'Stopping after the current step; press Ctrl-C again to stop at once.';

/**
 * Prints how a run of a sweep ended: its leaderboard to stdout, all else to stderr. Returns the
 * exit code: 130 if it was interrupted, 3 if the machine kept it from its end or every trial failed.
 */
export function printEnd(
  context: CliContext,
  { place, format }: SharedArgs,
  end: SweepEnd,
): number {
  const { out, err } = context;
  if (end.how === 'interrupted') {
    const resume = commandLine(context, `resume ${end.sweep.id}`, place);
    err.write(`${capital(end.result.message)}.\nContinue with: ${resume}\n`);
    return EXIT.interrupted;
  }
  if (end.how === 'before') {
    const { id, name, file } = plainly(end.leaderboard.sweep);
    const again = commandLine(context, `run ${file}`, place);
    err.write(
      `Sweep ${id} (${name}) has ended: nothing is left to run. \`${again}\` runs its file again.\n`,
    );
    printLeaderboard(out, format, end.leaderboard);
    return EXIT.done;
  }
  const run = { compiled: end.result.work.compiled, equal: end.result.equal };
  printLeaderboard(out, format, end.leaderboard, { run });
  const command = (line: string) => commandLine(context, line, place);
  err.write(endingText(plainly(end), context.cwd, command, createStyle(err.colors)));
  const { state, reason, remaining } = end.result;
  const gaveUp = reason === 'machine' || reason === 'failures';
  if (gaveUp || end.result.counts.failed > 0) err.write(nativeLogLine());
  const isDone = !gaveUp && (state === 'finished' || remaining !== 0);
  return isDone && state !== 'failed' ? EXIT.done : EXIT.machine;
}
