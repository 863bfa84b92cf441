import { lossOf } from '../../../../core/metric.js';
import { meanInterval } from '../../../../search/statistics/mean-interval.js';
import { marginText } from '../../../insight/metric-words.js';
import type { AdviceRule } from '../../advice.js';
import { FEWEST_GOOD, medianOf, runOf, standingOf } from '../../evidence.js';

/** The best trials were still getting better when they ended. */
export const moreEpochs: AdviceRule = {
  name: 'more_epochs',
  source: 'He, Girshick & Dollar 2019, Rethinking ImageNet Pre-training (ICCV)',
  advise(evidence) {
    const { good, sweep } = evidence;
    const { metric } = sweep.spec;
    const long = good.filter((point) => runOf(point).reports.length >= 3);
    const last = long.filter(
      (point) => standingOf(point, evidence).epoch === runOf(point).reports.at(-1)!.epoch,
    );
    if (long.length < FEWEST_GOOD || last.length < 0.6 * long.length) return null;
    const rises = long.map((point) => {
      const { reports } = runOf(point);
      return (
        (lossOf(reports.at(-3)!.metrics, metric) - lossOf(reports.at(-1)!.metrics, metric)) / 2
      );
    });
    const slope = meanInterval(rises);
    if (!(slope.mean > slope.margin)) return null;
    const epochs = medianOf(long.map((point) => runOf(point).reports.length));
    const next = Math.ceil(epochs * 2);
    return {
      title: `Train for more epochs: ${next} instead of ${epochs}`,
      sentence: `In ${last.length} of the ${long.length} best points the last epoch was the best, and over the last two epochs they still gained ${marginText(slope.mean, slope.margin, metric.name)} an epoch.`,
      figures: {
        points: long.length,
        last_is_best: last.length,
        gain_per_epoch: slope.mean,
        margin: slope.margin,
        epochs,
      },
      strength: last.length >= 0.8 * long.length ? 'strong' : 'moderate',
      // A curve that flattens gains about two more such epochs.
      gain: 2 * slope.mean,
      changes: [epochsChange(sweep.spec.space, next)],
    };
  },
};

/** Where a sweep file says how long trials are. */
export function epochsChange(space: Readonly<Record<string, unknown>>, epochs: number) {
  const path = Object.hasOwn(space, 'epochs') ? ['parameters', 'epochs'] : ['epochs'];
  return { path, value: path.length > 1 ? { value: epochs } : epochs };
}
