import yargs from 'yargs';
import { UsageError } from '../../core/errors.js';
import { STDIN } from '../../machine/expand-path.js';
import { programVersion } from '../../machine/program-version.js';
import type { Action, Command } from './command.js';
import { usageMessage } from './usage-message.js';

/**
 * The action of the command that was typed, or the text that was asked for (help, version,
 * completion).
 *
 * @throws {UsageError}
 */
export function parse(
  argv: readonly string[],
  commands: readonly Command[],
  width: number,
): { action?: Action; output: string } {
  const chosen: { action?: Action } = {};
  const outputs: string[] = [];
  const cli = yargs([])
    .scriptName('thaw')
    .usage('Finds how to fine-tune a ResNet on your images.\n\nUsage: thaw <command> [options]')
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
    .epilogue('`thaw <command> --help` has the details. NO_COLOR turns colors off.')
    .version(programVersion())
    .help()
    .alias('h', 'help')
    .fail((message, error) => {
      // The parser throws some of its complaints and hands over others.
      if (error && error.name !== 'YError') throw error;
      throw new UsageError(usageMessage(error?.message ?? message, argv, commands).split('\n'));
    });
  commands.reduce(
    (built, command) =>
      command.attach(built, (action) => {
        chosen.action = action;
      }),
    cli,
  );
  const take = (error: Error | undefined | null, _args: unknown, output: string) => {
    if (error) throw error;
    outputs.push(output);
  };
  const { stdin } = commands.find(({ name }) => name === argv[0]) ?? { stdin: false };
  // The parser itself drops what is nothing but a dash.
  const words = argv.map((word) => (stdin && word === '-' ? STDIN : word));
  try {
    cli.parse(words, {}, take);
  } catch (error) {
    // Of a word that is a flag only to its second look, yargs' own parser complains past `fail`.
    if (!(error instanceof Error) || !MISSING_VALUE.test(error.message)) throw error;
    throw new UsageError(usageMessage(error.message, argv, commands).split('\n'));
  }
  // After `--` everything is an argument, and nothing is a command.
  const isNothing = !chosen.action && outputs.every((output) => output === '');
  if (isNothing) throw new UsageError(usageMessage(NO_COMMAND, argv, commands));
  return { ...chosen, output: outputs.filter((output) => output !== '').join('\n') };
}

const MISSING_VALUE = /^Not enough arguments following: /;

const NO_COMMAND = 'Name a command.';
