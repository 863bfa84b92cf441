import type { Observer } from '../../../app/observer.js';
import { withDashboard } from '../../../app/pictures/dashboard.js';
import type { World } from '../../../app/world.js';
import type { CliContext } from '../../context.js';
import type { NamedPlace } from '../../parsing/place-of.js';
import { commandLine } from '../../text/command-line.js';

/** Flags of a command that can show a sweep in a browser while it trains. */
export interface BesideArgs {
  readonly place: NamedPlace;
  readonly dashboard: boolean;
}

/** Shows results while `work` trains, where that was asked for; in the end, says how to look again. */
export async function beside<Result>(
  context: CliContext,
  { place, dashboard }: BesideArgs,
  world: World,
  observer: Observer,
  work: () => Promise<Result>,
): Promise<Result> {
  if (!dashboard) return work();
  const shown = { ...observer, onDashboard: tell };
  function tell({ address }: { readonly address: string }): void {
    context.err.write(`Dashboard, until the sweep ends: ${address}\n`);
  }
  const result = await withDashboard(world, shown, work);
  context.err.write(`Look at it again with: ${commandLine(context, 'dashboard', place)}\n`);
  return result;
}
