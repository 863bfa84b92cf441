import { UsageError } from '../../core/errors.js';
import { Refusal } from '../../machine/http/refusal.js';
import { placeName } from '../../store/postgres/place-name.js';
import { storeError } from '../../store/postgres/postgres-error.js';
import { connectTo } from '../../store/postgres/sql.js';
import { extend } from '../gateway/sweeps/extend.js';
import { readFleet } from '../gateway/sweeps/read-fleet.js';
import { remove } from '../gateway/sweeps/remove.js';
import { submitSweep } from '../gateway/sweeps/submit.js';
import { wishFor } from '../gateway/sweeps/wish.js';
import type { FleetDesk } from './desk.js';
import { DEFAULT_TEAM } from './team.js';

/** Whose sweeps are meant where no token says it. */
export interface Member {
  /** Null: of all teams there are; what is submitted is of the team `default`. */
  readonly team: string | null;
  readonly owner: string;
}

/** The desk of machines that share a database, asked in the database itself, as gateways do. */
export function databaseDesk(place: string, { team, owner }: Member): FleetDesk {
  const connections = connectTo(place, { size: 3 });
  const parts = { connections };

  /** What a gateway would refuse is the user's here, too. */
  async function told<Result>(asking: Promise<Result>): Promise<Result> {
    try {
      return await asking;
    } catch (error) {
      throw error instanceof Refusal
        ? new UsageError(error.message)
        : storeError(error, placeName(place));
    }
  }

  return {
    submit: (submission) =>
      told(submitSweep(parts, { team: team ?? DEFAULT_TEAM, owner }, submission)),
    async wish(sweepId, wish) {
      if (await told(wishFor(parts, team, sweepId, wish))) return;
      throw new UsageError(`There is no sweep ${sweepId}.`);
    },
    extend: (sweepId, extension) => told(extend(parts, team, sweepId, extension)),
    remove: (sweepId) => told(remove(parts, team, sweepId)),
    fleet: () => told(readFleet(parts, team)),
    close: () => connections.close(),
  };
}
