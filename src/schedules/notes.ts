import { count } from '../core/words/numbers.js';
import type { Outlook, ScheduleNote } from './schedule.js';

/** A rate that first drops at `tick`, or never does in so short a trial. */
export function dropsTooLate(
  option: string,
  tick: number,
  { ticks, unit }: Outlook,
): readonly ScheduleNote[] {
  if (tick < ticks) return [];
  return [
    {
      option,
      message: `never drops the rate: a trial has only ${count(ticks, unit.slice(0, -1))}`,
    },
  ];
}

/** A factor that leaves the rate as it is, or raises it. */
export function doesNotFall(gamma: number): readonly ScheduleNote[] {
  if (gamma < 1) return [];
  const what = gamma === 1 ? 'leaves the rate as it is' : 'raises the rate, instead of lowering it';
  return [{ option: 'gamma', message: `a factor of ${gamma} ${what}` }];
}

/** A floor that stands above where the rate begins. */
export function floorAbove(
  option: string,
  floor: number,
  { lowestLr, highestLr }: Outlook,
  then: string,
): readonly ScheduleNote[] {
  if (floor === 0 || lowestLr === null || highestLr === null || floor < lowestLr) return [];
  const rates = lowestLr === highestLr ? `${lowestLr}` : `${lowestLr} to ${highestLr}`;
  const which = floor >= highestLr ? '' : ', at least of the lowest';
  return [
    { option, message: `${floor} is not below the learning rate (${rates}): ${then}${which}` },
  ];
}
