import { count, grouped } from '../../../../core/words/numbers.js';
import { differenceText } from '../../../insight/metric-words.js';
import { pairedTest } from '../../../insight/paired-test.js';
import type { AdviceRule } from '../../advice.js';
import { type Evidence, standingOf } from '../../evidence.js';

/** The winner cannot be told from others: run them again before believing in it. */
export const closeRace: AdviceRule = {
  name: 'close_race',
  source: 'Bouthillier et al. 2021, Accounting for Variance in Machine Learning Benchmarks (MLSys)',
  advise(evidence) {
    const { points, sweep } = evidence;
    const { metric, repeats } = sweep.spec;
    if (repeats.n > 1 || metric.name !== 'val_accuracy') return null;
    const [best, ...others] = points;
    if (!best || others.length < 4) return null;
    const tied = others.filter((point) => !isApart(best, point, evidence));
    if (tied.length === 0) return null;
    const top = Math.min(MOST, tied.length + 1);
    const behind = Math.abs(best.value - tied.at(-1)!.value);
    return {
      title: `Run the best ${top} again before you trust the first`,
      sentence: `The best point cannot be told from ${count(tied.length, 'other')}, up to ${differenceText(behind, metric.name)} behind it, by ${grouped(sweep.spec.data.val)} validation images: three runs of each of the best ${top} say more than new points.`,
      figures: { tied: tied.length, top, images: sweep.spec.data.val },
      strength: tied.length >= 3 ? 'strong' : 'moderate',
      gain: null,
      changes: [{ path: ['repeats'], value: { top, n: 3 } }],
    };
  },
};

/** Points that are worth repeating, at most. */
const MOST = 8;

/** Whether two points' answers differ: by the same images where these were kept, else by their counts. */
function isApart(
  one: Evidence['points'][number],
  other: Evidence['points'][number],
  evidence: Evidence,
): boolean {
  const images = evidence.sweep.spec.data.val;
  const answers = [one, other].map((point) => standingOf(point, evidence).rights);
  const test = pairedTest(answers[0], answers[1], images);
  if (test) return test.p < 0.05;
  // Unpaired, which calls more points tied than they are.
  const variance = [one.value, other.value].reduce((sum, p) => sum + (p * (1 - p)) / images, 0);
  return Math.abs(one.value - other.value) > 1.96 * Math.sqrt(variance);
}
