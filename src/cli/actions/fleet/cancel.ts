import type { CliContext } from '../../context.js';
import { type WishArgs, wishFor } from './wish-for.js';

export function run(args: WishArgs, context: CliContext): Promise<void> {
  return wishFor(
    args,
    context,
    { wanted: 'cancel' },
    (id) =>
      `is cancelled: its machines stop after their step. What has ended stays; \`thaw delete ${id}\` removes it.`,
  );
}
