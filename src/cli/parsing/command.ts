import type { Argv, InferredOptionTypes, Options } from 'yargs';
import type { CliContext } from '../context.js';
import { checkArgs } from './check-args.js';
import { type NamedPlace, type PlaceFlags, placeOf } from './place-of.js';
import { type Format, SHARED_FLAGS, type SharedArgs } from './shared-flags.js';

type Flags = Readonly<Record<string, Options>>;

/** A command as its file declares it: all that `--help` and completion need, and nothing heavy. */
export interface CommandDef<Positionals extends Flags, Own extends Flags> {
  /** As `--help` shows it: `run <file>`, `leaderboard [sweep]`. */
  readonly usage: string;
  readonly summary: string;
  readonly positionals: Positionals;
  readonly flags: Own;
  /** Whether `-` among its arguments stands for standard input; it comes as `STDIN`. */
  readonly stdin?: true;
  /** Command lines and what they do. */
  readonly examples: readonly (readonly [line: string, what: string])[];
  /** What `--help` says below all that, where it takes loading something. */
  details?(): Promise<string>;
  /** Imports what the command does, once it is called. */
  load(): Promise<{
    run(
      args: InferredOptionTypes<Positionals & Own & Omit<typeof SHARED_FLAGS, keyof Own>> &
        Pick<SharedArgs, 'place'>,
      context: CliContext,
    ): Promise<ExitCode>;
  }>;
}

/** What was typed, ready to be done. */
export interface Action {
  act(context: CliContext, place: NamedPlace): Promise<ExitCode>;
  /** Where the results are that it is about. @throws {UsageError} */
  placeIn(context: CliContext): NamedPlace;
  readonly format: Format;
}

/** Nothing means 0. */
// biome-ignore lint/suspicious/noConfusingVoidType: a function that returns nothing is what is meant
export type ExitCode = number | void;

/** A command that is ready to be hung on the parser. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  /** Its flags without the dashes, those that all commands share included. */
  readonly flagNames: readonly string[];
  /** See `CommandDef`. */
  readonly details: (() => Promise<string>) | undefined;
  readonly stdin: boolean;
  /** Calls `choose` with what to do, if this command is the one that was typed. */
  attach(cli: Argv, choose: (action: Action) => void): Argv;
}

export function defineCommand<const Positionals extends Flags, const Own extends Flags>(
  def: CommandDef<Positionals, Own>,
): Command {
  // A command may say more of a flag that all have; the shared ones are listed last.
  const flags = withArguments({ ...def.flags, ...SHARED_FLAGS, ...def.flags });
  const builder = (cli: Argv) => {
    let built = cli;
    for (const [name, options] of Object.entries(def.positionals)) {
      built = built.positional(name, options as Parameters<Argv['positional']>[1]);
    }
    return def.examples
      .reduce((built, [line, what]) => built.example(`$0 ${line}`, what), built.options(flags))
      .usage(`thaw ${def.usage}\n\n${def.summary}.`);
  };
  return {
    name: def.usage.split(' ')[0]!,
    usage: def.usage,
    stdin: def.stdin ?? false,
    flagNames: Object.keys(flags),
    details: def.details,
    attach: (cli, choose) =>
      cli.command(def.usage, def.summary, builder, (args) => {
        checkArgs(args, { ...def.positionals, ...flags });
        const act: Action['act'] = async (context, place) => {
          const { run } = await def.load();
          return run({ ...args, place } as unknown as Parameters<typeof run>[0], context);
        };
        const { format, ...named } = args as unknown as PlaceFlags & { readonly format: Format };
        choose({ act, format, placeIn: (context) => placeOf(named, context) });
      }),
  };
}

/** A flag that is no switch wants a value: `--db` alone must not fall back to its default. */
function withArguments(flags: Flags): Flags {
  return Object.fromEntries(
    Object.entries(flags).map(([name, options]) => {
      const single = options.type !== 'boolean' && options.type !== 'array';
      return [name, single ? { ...options, requiresArg: true } : options];
    }),
  );
}
