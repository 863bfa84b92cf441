import type { CliContext } from '../context.js';
import type { Output } from '../output.js';
import type { SharedArgs } from '../parsing/shared-flags.js';
import { commandLine } from './command-line.js';

/**
 * The same context, which completes command lines in what is written for a person: `thaw resume 1`
 * becomes what can be typed here, with the place of results that this command was given. Whoever words a
 * message knows neither.
 */
export function completeCommands(context: CliContext, { place, format }: SharedArgs): CliContext {
  const complete = (text: string) =>
    text.replace(SUGGESTED, (_, line: string, name: string) => {
      const isPlaced = READ_RESULTS.has(name) && !/ --(?:db|store) /.test(line);
      return `\`${commandLine(context, line, isPlaced ? place : undefined)}\``;
    });
  const completing = (output: Output): Output => ({
    ...output,
    write: (text) => output.write(complete(text)),
  });
  const { out, err } = context;
  return { ...context, out: format === 'table' ? completing(out) : out, err: completing(err) };
}

/** In backticks, as messages have them. */
const SUGGESTED = /`thaw (([a-z]+)[^`\n]*)`/g;

/** Commands to which it matters which results are meant. */
const READ_RESULTS = new Set([
  ...['run', 'resume', 'plan', 'sweeps', 'leaderboard', 'show', 'test', 'predict', 'export'],
  ...['delete', 'doctor', 'gc', 'pareto', 'extend', 'follow', 'pause', 'cancel', 'agents'],
]);
