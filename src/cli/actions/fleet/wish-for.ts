import type { Wish } from '../../../fleet/protocol/api.js';
import type { WishDocument } from '../../../results/documents/fleet/fleet.js';
import { findSweep } from '../../../results/find-sweep.js';
import type { CliContext } from '../../context.js';
import type { SharedArgs } from '../../parsing/shared-flags.js';
import { print } from '../../print.js';
import { plainly } from '../../text/plainly.js';
import { withFleet } from './with-fleet.js';

export interface WishArgs extends SharedArgs {
  readonly sweep: string | undefined;
}

/** Says what becomes of a sweep from now on, and prints it. `what`: after its id and name. */
export async function wishFor(
  { place, format, sweep: wanted }: WishArgs,
  context: CliContext,
  wish: Wish & Required<Pick<Wish, 'wanted'>>,
  what: (id: number) => string,
): Promise<void> {
  const sweep = await withFleet(context, place, 'read', async ({ store }, desk) => {
    const found = await findSweep(store, wanted);
    await desk.wish(found.id, wish);
    return found;
  });
  const { id, name } = plainly(sweep);
  print<WishDocument>(
    context.out,
    format,
    { sweep: id, wanted: wish.wanted },
    { json: (document) => document, text: () => `Sweep ${id} (${name}) ${what(id)}\n` },
  );
}
