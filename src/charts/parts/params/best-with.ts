import type { Metric } from '../../../core/metric.js';
import { count } from '../../../core/words/numbers.js';
import { numberText, shortMiddle } from '../../value-text.js';
import { byLoss } from '../outcomes/by-loss.js';
import type { Valued } from '../outcomes/finished-trials.js';
import type { Dimension } from './dimensions.js';

/**
 * `val_accuracy of 42 finished trials: best 0.585, trial 12, with learning_rate 3e-4, optimizer adamw.`
 */
export function bestWithText(
  trials: readonly Valued[],
  dimensions: readonly Dimension[],
  metric: Metric,
  isPart: boolean,
): string {
  const [best] = trials.toSorted(byLoss(metric));
  const which = trials.every(({ state }) => state === 'finished') ? 'finished trial' : 'trial';
  const of = `${metric.name} of ${count(trials.length, which)}${isPart ? ' in what is chosen' : ''}`;
  if (!best) return `${of}.`;
  const having = dimensions.flatMap((dimension) => {
    const value = dimension.read(best);
    if (value === null) return [];
    const text = typeof value === 'number' ? numberText(value) : shortMiddle(value, 40);
    return [`${shortMiddle(dimension.name, 40)} ${text}`];
  });
  const shown = having.slice(0, MOST);
  const more = having.length > MOST ? ` and ${having.length - MOST} more` : '';
  const withThese = shown.length === 0 ? '' : ` with ${shown.join(', ')}${more}`;
  return `${of}: best ${numberText(best.value)}, trial ${best.trial},${withThese}.`.replace(
    ',.',
    '.',
  );
}

/** What a sentence can name. */
const MOST = 8;
