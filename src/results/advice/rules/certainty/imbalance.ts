import { grouped } from '../../../../core/words/numbers.js';
import { differenceText } from '../../../insight/metric-words.js';
import type { AdviceRule, Found } from '../../advice.js';
import { type Evidence, meanOf, standingOf } from '../../evidence.js';

/** Classes are not alike: some have few images, or are mostly wrong, and accuracy hides it. */
export const imbalance: AdviceRule = {
  name: 'imbalance',
  source:
    'Buda, Maki & Mazurowski 2018, A systematic study of the class imbalance problem (Neural Networks)',
  advise: (evidence) => ofImages(evidence) ?? ofAccuracy(evidence),
};

/** One class has many times the images of another. */
function ofImages({ classes }: Evidence): Found | null {
  if (!classes || classes.size < 2) return null;
  const ordered = [...classes].sort(([, a], [, b]) => a - b);
  const [small, large] = [ordered[0]!, ordered.at(-1)!];
  const ratio = large[1] / small[1];
  if (!(ratio >= 10)) return null;
  return {
    title: `Collect more images of ${small[0]}`,
    sentence: `There are ${grouped(small[1])} images of ${small[0]} and ${grouped(large[1])} of ${large[0]}, ${Math.round(ratio)} times as many: accuracy is mostly that of the large classes. ${BY_CLASS}`,
    figures: { smallest: small[1], largest: large[1], ratio },
    strength: 'moderate',
    gain: null,
    changes: [BALANCED],
  };
}

/** The mean over classes is far below the mean over images. */
function ofAccuracy(evidence: Evidence): Found | null {
  const gaps = evidence.good.flatMap((point) => {
    const { val_accuracy, val_balanced_accuracy } = standingOf(point, evidence).metrics;
    const gap = val_accuracy - val_balanced_accuracy;
    return Number.isFinite(gap) ? [gap] : [];
  });
  if (gaps.length === 0 || meanOf(gaps) < LEAST_GAP) return null;
  const gap = meanOf(gaps);
  return {
    title: 'Look at the classes one by one: some are mostly wrong',
    sentence: `In the ${gaps.length} best points the mean of the classes' accuracies lies ${differenceText(gap, 'val_accuracy')} below the accuracy over images: small classes do much worse than large ones. ${BY_CLASS}`,
    figures: { points: gaps.length, gap },
    strength: 'moderate',
    gain: null,
    changes: [BALANCED],
  };
}

const LEAST_GAP = 0.05;
const BY_CLASS =
  'Rank by val_balanced_accuracy, in which classes count alike; `thaw test` shows each by itself.';
const BALANCED = {
  path: ['metric'],
  value: { name: 'val_balanced_accuracy', goal: 'maximize' },
};
