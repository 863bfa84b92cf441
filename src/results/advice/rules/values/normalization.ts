import type { AdviceRule } from '../../advice.js';
import { runOf } from '../../evidence.js';

/** Images are normalized otherwise than the weights expect. */
export const normalization: AdviceRule = {
  name: 'normalization',
  source: 'torchvision, Models and pre-trained weights: images are normalized as in training',
  advise({ good, sweep }) {
    const { weights } = sweep.spec.model;
    if (good.length === 0 || weights === 'random') return null;
    const other = good.filter((point) => {
      const given = runOf(point).recipe?.trunk.normalization ?? 'weights';
      return given !== 'weights';
    });
    if (other.length < good.length) return null;
    return {
      title: 'Normalize images as the weights expect',
      sentence: `All ${good.length} best points normalize images by other statistics than those that the weights were trained with; frozen layers then see what they have never seen.`,
      figures: { points: good.length },
      strength: 'moderate',
      gain: null,
      changes: [
        { path: ['parameters', 'normalization'], value: { values: ['weights', 'imagenet'] } },
      ],
    };
  },
};
