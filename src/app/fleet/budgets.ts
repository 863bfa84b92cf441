import { UsageError } from '../../core/errors.js';
import type { Place } from '../../core/places/place.js';
import { removeBudget, setBudget } from '../../fleet/budgets/budgets.js';
import { withFleetDatabase } from './fleet-database.js';

/** What a user of a team may take of all devices; `seconds` null: any. */
export interface BudgetWanted {
  readonly team: string;
  readonly owner: string;
  readonly seconds: number | null;
}

/**
 * Sets or removes a budget, in the database itself: who only asks gateways has a budget, and gives none.
 *
 * @throws {UsageError} the place is no database, or there is no budget to remove.
 */
export function changeBudget(place: Place, { team, owner, seconds }: BudgetWanted): Promise<void> {
  return withFleetDatabase(place, 'thaw budget', async (sql) => {
    if (seconds !== null) return setBudget(sql, { team, owner, seconds });
    if (await removeBudget(sql, { team, owner })) return;
    throw new UsageError(`${owner} of team ${team} has no budget: any device time is allowed.`);
  });
}
