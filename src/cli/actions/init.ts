import { init } from '../../app/init.js';
import type { InitDocument } from '../../results/documents/outcomes.js';
import type { CliContext } from '../context.js';
import type { SharedArgs } from '../parsing/shared-flags.js';
import { pathOf } from '../path-of.js';
import { print } from '../print.js';
import { commandLine } from '../text/command-line.js';

interface InitArgs extends SharedArgs {
  readonly file: string;
  readonly force: boolean;
}

export async function run(args: InitArgs, context: CliContext): Promise<void> {
  const { file, force, format } = args;
  const path = pathOf(context, file);
  init(path, force);
  print<InitDocument>(
    context.out,
    format,
    { file: path },
    {
      json: (document) => document,
      text: () => `\
Wrote ${file}. Look it over, then:
  ${commandLine(context, `plan ${file}`)}  what it would run
  ${commandLine(context, `run ${file}`)}   run it
`,
    },
  );
}
