import { availableParallelism } from 'node:os';
import { EXIT } from '../core/errors.js';
import { programVersion } from '../machine/program-version.js';
import { type CliContext, processContext } from './context.js';
import { catchStrayErrors, exitAfterWriting, exitNow, explain } from './exit.js';
import type { ExitCode } from './parsing/command.js';
import { hidden } from './parsing/hide-secrets.js';

/** Runs the command line of this process to its end. */
export async function runCli(): Promise<void> {
  const context = processContext(availableParallelism(), exitNow);
  catchStrayErrors(context.err);
  const words = process.argv.slice(2);
  const shown = hidden(words);
  if (shown.some((word, w) => word !== words[w])) process.title = ['thaw', ...shown].join(' ');
  exitAfterWriting(await main(words, context));
}

/**
 * Runs one command line; resolves to the exit code. Never rejects. What it takes is imported when it
 * is asked for, so that a start costs no more than it must.
 */
export async function main(argv: readonly string[], context: CliContext): Promise<number> {
  return reported(context, () => act(argv, context));
}

async function reported(context: CliContext, work: () => Promise<ExitCode>): Promise<number> {
  try {
    return (await work()) ?? written(context);
  } catch (error) {
    const { text, code } = explain(error, context.err.colors);
    context.err.write(text);
    return code;
  }
}

/** The exit code of a command whose output is all there is to it. */
function written({ out, err }: CliContext): number {
  const lost = out.lost();
  if (lost === null || lost === 'EPIPE') return EXIT.done;
  err.write(`Error: the output could not be written (${lost}).\n`);
  return EXIT.machine;
}

async function act(argv: readonly string[], context: CliContext): Promise<ExitCode> {
  if (argv.length === 1 && argv[0] === '--version') {
    context.out.write(`${programVersion()}\n`);
    return;
  }
  const [{ parse }, { commands }, { completeCommands }] = await Promise.all([
    import('./parsing/parse.js'),
    import('./commands/index.js'),
    import('./text/complete-commands.js'),
  ]);
  const { action, output } = parse(argv, commands, Math.min(100, context.out.columns()));
  if (action) {
    const place = action.placeIn(context);
    const placed = completeCommands(context, { place, format: action.format });
    return reported(placed, () => action.act(placed, place));
  }
  const asked = commands.find(({ name, details }) => details && argv.includes(name));
  const isHelp = argv.some((word) => word === '--help' || word === '-h');
  const details = (isHelp && (await asked?.details?.())) || '';
  context.out.write(`${output}\n${details}`);
}
