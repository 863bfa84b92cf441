import type { TrialEntry } from '../../../results/documents/live/trials.js';
import type { Axis } from '../../scene.js';
import { axisOver } from '../axis-of.js';
import type { Dimension } from './dimensions.js';

/** The axis of a dimension, from bound to bound; null: no trial has it. */
export function dimensionAxis(
  { name, scale, low, high, values, read }: Dimension,
  trials: readonly TrialEntry[],
): Axis | null {
  if (scale === 'category') {
    return values.length === 0 ? null : { kind: 'category', name, label: name, values };
  }
  const there = trials.map(read).filter((value) => typeof value === 'number');
  if (there.length === 0) return null;
  return axisOver([...there, low, high], { name, log: scale === 'log', nice: false });
}
