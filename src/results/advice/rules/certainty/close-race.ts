import { formatDuration } from '../../../../core/words/format-duration.js';
import { count, grouped } from '../../../../core/words/numbers.js';
import type { AdviceRule } from '../../advice.js';

/** The winner cannot be told from others: run them again before believing in it. */
export const closeRace: AdviceRule = {
  name: 'close_race',
  source: 'Bouthillier et al. 2021, Accounting for Variance in Machine Learning Benchmarks (MLSys)',
  advise({ judgment, sweep }) {
    if (!judgment?.repeats || sweep.spec.repeats.n > 1) return null;
    const { tied, compared, images } = judgment;
    const { top, n, seconds } = judgment.repeats;
    const by = images === null ? '' : ` by ${grouped(images)} validation images`;
    return {
      title: `Run the best ${top} again before you trust the first`,
      sentence: `The best point cannot be told from ${count(tied - 1, 'other')}${by}: ${n} runs of each of the best ${top} say more than new points, and take about ${formatDuration(1000 * Math.ceil(seconds))}.`,
      figures: { tied, compared, top, seconds },
      strength: tied > 3 ? 'strong' : 'moderate',
      gain: null,
      changes: [{ path: ['repeats'], value: { top, n } }],
    };
  },
};
