import { listedValues } from '../../../../core/space.js';
import { count } from '../../../../core/words/numbers.js';
import { shortNumber } from '../../../param-value.js';
import type { AdviceRule } from '../../advice.js';
import { medianOf } from '../../evidence.js';
import { gridOf } from './edge.js';

/** Trials whose rate is high diverge: what they cost is lost. */
export const divergingRates: AdviceRule = {
  name: 'diverging_rates',
  source: 'Smith 2017, Cyclical Learning Rates for Training Neural Networks (WACV)',
  advise({ trials, sweep }) {
    const rateOf = (params: Readonly<Record<string, unknown>>) => Number(params.learning_rate);
    const rates = (state: string) =>
      trials
        .filter((trial) => trial.state === state && Number.isFinite(rateOf(trial.params)))
        .map(({ params }) => rateOf(params));
    const [diverged, finished] = [rates('diverged'), rates('finished')];
    if (diverged.length < FEWEST || finished.length < FEWEST) return null;
    if (diverged.length < 0.05 * (diverged.length + finished.length)) return null;
    const middle = medianOf(finished);
    const high = diverged.filter((rate) => rate > middle);
    if (high.length < 0.8 * diverged.length) return null;
    const limit = limitOf(diverged, finished);
    const distribution = sweep.spec.space.learning_rate;
    if (!distribution) return null;
    const listed = listedValues(distribution);
    const kept = listed?.filter((value) => Number(value) <= limit);
    const range =
      distribution.kind === 'uniform'
        ? {
            distribution: 'log_uniform_values',
            min: distribution.low,
            max: limit,
            ...gridOf(distribution),
          }
        : null;
    const value = kept && kept.length > 0 ? { values: kept } : range;
    const gone = diverged.filter((rate) => rate > limit).length;
    if (gone === 0) return null;
    return {
      title: `Leave out learning rates above ${shortNumber(limit)}`,
      sentence: `${count(diverged.length, 'trial')} of ${diverged.length + finished.length} diverged, ${gone} of them with a rate above ${shortNumber(limit)}; half of those that finished had at most ${shortNumber(middle)}. A clipped gradient (gradient_clip: 1) or warmup_epochs also keep high rates in hand.`,
      figures: { diverged: diverged.length, finished: finished.length, above: gone, limit },
      strength: gone >= 5 ? 'strong' : 'moderate',
      gain: null,
      changes: value ? [{ path: ['parameters', 'learning_rate'], value }] : [],
    };
  },
};

const FEWEST = 3;

/** The rate of a finished trial above which most of what diverged lies, and least of what did not. */
function limitOf(diverged: readonly number[], finished: readonly number[]): number {
  const above = (rates: readonly number[], limit: number) =>
    rates.filter((rate) => rate > limit).length;
  const won = (limit: number) => above(diverged, limit) - above(finished, limit);
  return finished.reduce((best, rate) => {
    const [mine, theirs] = [won(rate), won(best)];
    return mine > theirs || (mine === theirs && rate > best) ? rate : best;
  });
}
