import { grouped } from '../../../../core/words/numbers.js';
import { differenceText } from '../../../insight/metric-words.js';
import type { AdviceRule } from '../../advice.js';
import { FEWEST_GOOD, medianOf } from '../../evidence.js';

/** So few images validate that the differences between good points are noise. */
export const smallValidation: AdviceRule = {
  name: 'small_validation',
  source: 'Card et al. 2020, With Little Power Comes Great Responsibility (EMNLP)',
  advise({ good, sweep }) {
    const { metric, data } = sweep.spec;
    if (good.length < FEWEST_GOOD || metric.name !== 'val_accuracy') return null;
    const best = good[0]!.value;
    const apart = best - medianOf(good.map(({ value }) => value));
    const margin = 1.96 * Math.sqrt((best * (1 - best)) / data.val);
    if (!(margin > 2 * apart && margin > 0.02)) return null;
    const wanted = Math.ceil((best * (1 - best) * (1.96 / 0.01) ** 2) / 100) * 100;
    const next = Math.min(wanted, 4 * data.val);
    if (next <= data.val) return null;
    return {
      title: `Validate on more images than ${grouped(data.val)}`,
      sentence: `By ${grouped(data.val)} images the best accuracy is known to +- ${differenceText(margin, metric.name)}, while the median of the best ${good.length} points lies ${differenceText(apart, metric.name)} behind it: the order among them is noise. ${grouped(wanted)} images would tell +- 1 point.`,
      figures: { images: data.val, margin, apart, next },
      strength: margin > 4 * apart ? 'strong' : 'moderate',
      gain: null,
      changes: data.valFrom === 'folder' ? [] : [{ path: ['data', 'val'], value: next }],
    };
  },
};
