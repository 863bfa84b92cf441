import type { CliContext } from '../../context.js';
import { type WishArgs, wishFor } from './wish-for.js';

export function run(args: WishArgs, context: CliContext): Promise<void> {
  return wishFor(
    args,
    context,
    { wanted: 'pause' },
    (id) => `rests once its machines have kept where they are. \`thaw resume ${id}\` goes on.`,
  );
}
