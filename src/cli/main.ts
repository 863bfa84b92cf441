import { availableParallelism } from 'node:os';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { EXIT, UsageError } from '../core/errors.js';
import { programVersion } from '../machine/program-version.js';
import { commands } from './commands/index.js';
import { type CliContext, processContext } from './context.js';
import { catchStrayErrors, exitAfterWriting, exitNow, explain } from './exit.js';
import type { Action } from './parsing/command.js';
import { usageMessage } from './parsing/usage-message.js';

/** Runs the command line of this process to its end. */
export async function runCli(): Promise<void> {
  catchStrayErrors();
  const context = processContext(availableParallelism(), exitNow);
  exitAfterWriting(await main(hideBin(process.argv), context));
}

/** Runs one command line; resolves to the exit code. Never rejects. */
export async function main(argv: readonly string[], context: CliContext): Promise<number> {
  try {
    const parsed = parse(argv, Math.min(100, context.out.columns()));
    if (parsed.action) return (await parsed.action(context)) ?? EXIT.done;
    context.out.write(`${parsed.output}\n`);
    return EXIT.done;
  } catch (error) {
    const { text, code } = explain(error, context.err.colors);
    context.err.write(text);
    return code;
  }
}

/** The command's action, or the text that was asked for (help, version, completion). */
function parse(argv: readonly string[], width: number): { action?: Action; output: string } {
  const chosen: { action?: Action } = {};
  const outputs: string[] = [];
  const cli = yargs([])
    .scriptName('thaw')
    .usage('Finds how to fine-tune a ResNet50.\n\nUsage: thaw <command> [options]')
    .locale('en')
    .exitProcess(false)
    .showHelpOnFail(false)
    .strict()
    .wrap(width)
    .parserConfiguration({ 'greedy-arrays': false, 'dot-notation': false })
    .completion('completion', 'Print a script that completes commands in your shell')
    .demandCommand(1, NO_COMMAND)
    .example('$0 run sweeps/quickstart.yaml', 'Train all trials of a sweep file')
    .example('$0 leaderboard', 'Rank the latest sweep')
    .epilogue('`thaw <command> --help` tells more. NO_COLOR turns colors off.')
    .version(programVersion())
    .help()
    .alias('h', 'help')
    .fail((message, error) => {
      // The parser throws some of its complaints and hands over others.
      if (error && error.name !== 'YError') throw error;
      throw new UsageError(usageMessage(error?.message ?? message, argv, commands));
    });
  commands.reduce(
    (built, command) =>
      command.attach(built, (action) => {
        chosen.action = action;
      }),
    cli,
  );
  cli.parse([...argv], {}, (error: Error | undefined | null, _args: unknown, output: string) => {
    if (error) throw error;
    outputs.push(output);
  });
  return { ...chosen, output: outputs.filter((output) => output !== '').join('\n') };
}

const NO_COMMAND = 'Name a command.';
