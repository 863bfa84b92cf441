import type { CliContext } from '../../../context.js';
import { type CopyArgs, copy } from './store-copy.js';
import { type MigrateArgs, migrate } from './store-migrate.js';

interface StoreArgs extends CopyArgs, MigrateArgs {
  readonly action: 'copy' | 'migrate';
}

export async function run(args: StoreArgs, context: CliContext): Promise<void> {
  await (args.action === 'copy' ? copy : migrate)(args, context);
}
