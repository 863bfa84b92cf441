import { shareText } from '../../../insight/metric-words.js';
import type { AdviceRule, FileChange } from '../../advice.js';
import { varies } from '../../evidence.js';
import { fitOf } from './fit-of.js';

/** The best trials know their training images by heart, and do much worse on others. */
export const overfitting: AdviceRule = {
  name: 'overfitting',
  source:
    'Szegedy et al. 2016, Rethinking the Inception Architecture (label smoothing); Srivastava et al. 2014, Dropout',
  advise(evidence) {
    const fit = fitOf(evidence);
    if (!fit) return null;
    const { points, train, val } = fit;
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
      sentence: `At their best epochs the ${points.length} best points have ${shareText(train)} of their training images right, and ${shareText(val)} of the others. More images than ${data.train} help most (data.train); else what keeps from learning them by heart.${tried}`,
      figures: { points: points.length, train_accuracy: train, val_accuracy: val, gap },
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
