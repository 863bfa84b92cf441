import type { Valued } from '../../../parts/outcomes/finished-trials.js';
import { type Quartiles, quartiles } from '../../../parts/outcomes/quartiles.js';
import type { Dimension } from '../../../parts/params/dimensions.js';

/** What trials with one value of a parameter came to. */
export interface Group extends Quartiles {
  readonly value: number | string;
  readonly count: number;
}

/** By value, of a parameter whose values are listed; of a range there are none. */
export function groupsOf(dimension: Dimension, trials: readonly Valued[]): readonly Group[] {
  const { listed, values } = dimension;
  return [...listed, ...values].flatMap((value) => {
    const own = trials.filter((trial) => dimension.read(trial) === value);
    if (own.length === 0) return [];
    const sorted = own.map((trial) => trial.value).sort((a, b) => a - b);
    return [{ value, count: own.length, ...quartiles(sorted) }];
  });
}
