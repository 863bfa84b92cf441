import type { SweepSpec } from '../../core/sweep.js';

/**
 * Whether points may be refused whose values are each right: by a constraint, or since how parameters
 * hang together gives values that were not looked at one by one.
 */
export function isConstrained({
  space,
  constraints = [],
}: Pick<SweepSpec, 'space'> & Partial<Pick<SweepSpec, 'constraints'>>): boolean {
  if (constraints.length > 0) return true;
  return Object.values(space).some((each) => {
    const hasOptions = each.kind === 'categorical' && each.options !== undefined;
    return (
      each.kind === 'derived' || hasOptions || each.when !== undefined || each.zip !== undefined
    );
  });
}

/** Points of a constrained space that are looked at one by one, at most. */
export const MOST_COUNTED = 20_000;
