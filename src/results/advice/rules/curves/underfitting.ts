import { shareText } from '../../../insight/metric-words.js';
import type { AdviceRule } from '../../advice.js';
import { runOf, varies } from '../../evidence.js';
import { fitOf } from './fit-of.js';

/** The best trials do no better on the images that they train on: there is more to learn. */
export const underfitting: AdviceRule = {
  name: 'underfitting',
  source:
    'Kornblith, Shlens & Le 2019, Do Better ImageNet Models Transfer Better? (CVPR): fine-tuning beats fixed features',
  advise(evidence) {
    const fit = fitOf(evidence);
    if (!fit) return null;
    const { points, train, val } = fit;
    if (!(train < 0.9 && train - val < 0.03)) return null;
    // Dropout and heavy augmentation keep training accuracy down by themselves.
    const dampened = points.some((point) => {
      const recipe = runOf(point).recipe;
      return (recipe?.training.dropout ?? 0) > 0.3;
    });
    if (dampened) return null;
    const unfreezes = varies(evidence, 'unfrozen_layers');
    const more = unfreezes ? 'more epochs, or weaker augmentation' : 'unfreezing more layers';
    return {
      title: unfreezes
        ? 'Learn for longer: the best trials underfit'
        : 'Unfreeze more layers: the best trials underfit',
      sentence: `At their best epochs the ${points.length} best points have ${shareText(train)} of their training images right, and ${shareText(val)} of the others: they have not learned what is in the images yet. Try ${more}.`,
      figures: { points: points.length, train_accuracy: train, val_accuracy: val },
      strength: 'moderate',
      gain: null,
      changes: unfreezes
        ? []
        : [{ path: ['parameters', 'unfrozen_layers'], value: { values: [0, 1, 2] } }],
    };
  },
};
