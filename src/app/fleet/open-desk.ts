import { userInfo } from 'node:os';
import type { Place } from '../../core/places/place.js';
import type { FleetDesk } from '../../fleet/client/desk.js';
import { gatewayDesk } from '../../fleet/client/gateway-desk.js';
import { DEFAULT_TEAM } from '../../fleet/client/team.js';
import type { Member } from '../../store/copying/table-rows.js';
import { gateway } from '../../store/gateway/gateway.js';
import { wireTo } from '../../store/gateway/http/wire-to.js';
import type { World } from '../world.js';

/**
 * The desk of the machines that share a place of results, for the caller to close.
 *
 * @throws {UsageError} a gateway wants a token.
 */
export async function openDesk({ at, name, token }: Place, env: World['env']): Promise<FleetDesk> {
  if (gateway.matches(at)) return gatewayDesk(wireTo(at, token), name);
  const { databaseDesk } = await import('../../fleet/client/database-desk.js');
  return databaseDesk(at, { team: env.THAW_TEAM || null, owner: ownerIn(env) });
}

/** The user's where no token says it. */
export function ownTeam(env: World['env']): string {
  return env.THAW_TEAM || DEFAULT_TEAM;
}

/** The user among those who share a database, where no token says it. */
export function ownMember(env: World['env']): Member {
  return { team: ownTeam(env), owner: ownerIn(env) };
}

function ownerIn(env: World['env']): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user may have no name.
    return env.USER || 'unknown';
  }
}
