import { groupBy } from '../../core/lists/group-by.js';
import { keyOf } from '../../core/recipe.js';
import { ratesKey } from '../../schedules/rates-key.js';
import type { Member } from './member.js';

/**
 * Groups trials that begin as one: whatever their recipes say of a step's arithmetic, rates left
 * out, is the same. What they share with the whole cohort (trunk key) needs no comparing.
 */
export function groupByStart(members: readonly Member[]): readonly (readonly Member[])[] {
  return [...groupBy(members, ({ recipe }) => keyOf(recipe.training)).values()];
}

/**
 * Groups trials of one branch by the rates they use next: more than one group means that their
 * training differs from this step on.
 */
export function groupByRates(
  members: readonly Member[],
  epoch: number,
  step: number,
  valLosses: readonly number[],
): readonly (readonly Member[])[] {
  if (members.length === 1) return [members];
  return [...groupBy(members, ({ rates }) => ratesKey(rates(epoch, step, valLosses))).values()];
}
