import { lossOf } from '../../../../core/metric.js';
import { differenceText } from '../../../insight/metric-words.js';
import type { AdviceRule } from '../../advice.js';
import { FEWEST_GOOD, meanOf, medianOf, runOf, standingOf } from '../../evidence.js';
import { epochsChange } from './more-epochs.js';

/** The best trials were at their best long before they ended, and got no better after. */
export const fewerEpochs: AdviceRule = {
  name: 'fewer_epochs',
  source: 'Prechelt 1998, Early Stopping - But When?',
  advise(evidence) {
    const { good, sweep } = evidence;
    const { metric } = sweep.spec;
    const long = good.filter((point) => runOf(point).reports.length >= 4);
    if (long.length < FEWEST_GOOD) return null;
    const needed = long.map((point) => standingOf(point, evidence).epoch + 1);
    const epochs = medianOf(long.map((point) => runOf(point).reports.length));
    const most = needed.toSorted((a, b) => a - b)[Math.ceil(0.9 * needed.length) - 1]!;
    if (most > 0.6 * epochs) return null;
    const lost = meanOf(
      long.map((point) => {
        const last = runOf(point).reports.at(-1)!.metrics;
        return lossOf(last, metric) - lossOf(standingOf(point, evidence).metrics, metric);
      }),
    );
    const next = most + 1;
    const share = Math.round(100 * (1 - next / epochs));
    return {
      title: `Train for fewer epochs: ${next} instead of ${epochs}`,
      sentence: `Nine in ten of the ${long.length} best points were at their best after ${most} of ${epochs} epochs, and ended ${differenceText(lost, metric.name)} below that. ${next} epochs take ${share} % less time, for more points.`,
      figures: { points: long.length, epochs, needed: most, lost_after: lost },
      strength: 'strong',
      gain: null,
      changes: [epochsChange(sweep.spec.space, next)],
    };
  },
};
