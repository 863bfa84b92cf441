import { install } from '../app/backends/install.js';
import { atWork } from './at-work.js';
import type { CliContext } from './context.js';
import type { SharedArgs } from './parsing/shared-flags.js';
import { print } from './print.js';
import { commandLine } from './text/command-line.js';

export interface InstallArgs extends SharedArgs {
  readonly gpu: boolean;
  readonly cuda: 'wheels' | 'system' | undefined;
}

export async function installBackend(
  { gpu, cuda, format, place }: InstallArgs,
  context: CliContext,
): Promise<void> {
  const log = (line: string) => context.err.write(`${line}\n`);
  const installed = await atWork(context, { notice: 'Stopping ...', place }, (world) =>
    install(world, { gpu, cuda }, log),
  );
  print(context.out, format, installed, {
    json: (document) => document,
    text: () => `\`${commandLine(context, 'backends')}\` shows how fast it is.\n`,
  });
}
