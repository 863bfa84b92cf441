import { follow } from '../../../app/fleet/following/follow.js';
import type { Observer } from '../../../app/observer.js';
import type { World } from '../../../app/world.js';
import { EXIT } from '../../../core/errors.js';
import type { FleetDesk } from '../../../fleet/client/desk.js';
import type { Database } from '../../../results/database.js';
import type { Access } from '../../../store/port.js';
import { atWork } from '../../at-work.js';
import type { CliContext } from '../../context.js';
import type { ExitCode } from '../../parsing/command.js';
import type { SharedArgs } from '../../parsing/shared-flags.js';
import { beside } from '../pictures/beside.js';
import { printFollowed } from './print-followed.js';
import { checkShared, withFleet } from './with-fleet.js';

interface FollowedArgs extends SharedArgs {
  readonly dashboard: boolean;
}

/** The sweep to follow, or how the command ends instead. */
export type Begun = { readonly follow: number } | { readonly end: ExitCode };

/**
 * Lets `begin` see to a sweep that other machines train, follows it, and prints how it ended. Ctrl-C
 * before it has begun stops that; after it, the sweep goes on.
 */
export async function followSweep(
  args: FollowedArgs,
  context: CliContext,
  access: Access,
  begin: (world: World, database: Database, desk: FleetDesk, observer: Observer) => Promise<Begun>,
): Promise<ExitCode> {
  const { place } = args;
  checkShared(place);
  let notice = 'Stopping ...';
  const ended = await atWork(context, { notice: () => notice, place }, (world, observer) =>
    withFleet(
      context,
      place,
      access,
      async (database, desk) => {
        const begun = await begin(world, database, desk, observer);
        if ('end' in begun) return begun;
        notice = 'The sweep goes on without this command.';
        return beside(context, args, world, observer, async () => {
          return { followed: await follow(world, database, desk, begun.follow, observer) };
        });
      },
      observer,
    ),
  );
  if ('end' in ended) return ended.end ?? EXIT.done;
  return printFollowed(context, args, ended.followed);
}
