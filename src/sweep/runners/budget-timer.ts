/**
 * The longest time `setTimeout` can wait, in milliseconds; a longer budget is no limit in practice.
 */
const LONGEST = 2 ** 31 - 1;

/** Calls `over` when so many milliseconds have passed; null: there is no budget. */
export function budgetTimer(ms: number | null, over: () => void): NodeJS.Timeout | undefined {
  return ms === null || ms > LONGEST ? undefined : setTimeout(over, ms);
}
