import { shareText } from '../../../insight/metric-words.js';
import type { AdviceRule, FileChange } from '../../advice.js';
import { FEWEST_GOOD, isMixed, meanOf, standingOf, varies } from '../../evidence.js';

/** The best trials know their training images by heart, and do much worse on others. */
export const overfitting: AdviceRule = {
  name: 'overfitting',
  source:
    'Szegedy et al. 2016, Rethinking the Inception Architecture (label smoothing); Srivastava et al. 2014, Dropout',
  advise(evidence) {
    const plain = evidence.good.filter((point) => !isMixed(point));
    if (plain.length < FEWEST_GOOD) return null;
    const at = plain.map((point) => standingOf(point, evidence).metrics);
    const train = meanOf(at.map((metrics) => metrics.train_accuracy));
    const val = meanOf(at.map((metrics) => metrics.val_accuracy));
    const gap = train - val;
    if (!(train >= 0.9 && gap >= 0.1)) return null;
    const { data } = evidence.sweep.spec;
    const changes: FileChange[] = REMEDIES.filter(({ name }) => !varies(evidence, name)).map(
      ({ name, values }) => ({ path: ['parameters', name], value: { values } }),
    );
    const missing = changes.map(({ path }) => path[1]!);
    const tried = missing.length === 0 ? '' : ` Not tried yet: ${missing.join(', ')}.`;
    return {
      title: 'Regularize: the best trials overfit',
      sentence: `At their best epochs the ${plain.length} best points have ${shareText(train)} of their training images right, and ${shareText(val)} of the others. More images than ${data.train} help most (data.train); else what keeps from learning them by heart.${tried}`,
      figures: { points: plain.length, train_accuracy: train, val_accuracy: val, gap },
      strength: gap >= 0.2 ? 'strong' : 'moderate',
      gain: null,
      changes,
    };
  },
};

/** What a sweep tries against it, where it does not yet. */
const REMEDIES = [
  { name: 'label_smoothing', values: [0, 0.1] },
  { name: 'dropout', values: [0, 0.3] },
] as const;
