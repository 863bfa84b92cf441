import { install } from '../app/backends/install.js';
import { commandLine } from './command-line.js';
import type { CliContext } from './context.js';
import type { SharedArgs } from './parsing/shared-flags.js';
import { print } from './print.js';

export async function installBackend(
  { gpu, format }: SharedArgs & { readonly gpu: boolean },
  context: CliContext,
): Promise<void> {
  const installed = await install(context, gpu, (line) => context.err.write(`${line}\n`));
  print(context.out, format, installed, {
    json: (document) => document,
    text: () => `\`${commandLine(context, 'backends')}\` shows how fast it is.\n`,
  });
}
