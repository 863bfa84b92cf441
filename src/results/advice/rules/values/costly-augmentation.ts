import { listedValues } from '../../../../core/space.js';
import { marginText } from '../../../insight/metric-words.js';
import { paramValue } from '../../../param-value.js';
import type { AdviceRule } from '../../advice.js';
import { atBest } from '../../evidence.js';

/** An augmentation that costs time, and gives nothing or less. */
export const costlyAugmentation: AdviceRule = {
  name: 'costly_augmentation',
  source:
    'He et al. 2019, Bag of Tricks for Image Classification (CVPR): mixing wants longer training',
  advise(evidence) {
    const { space, metric } = evidence.sweep.spec;
    const listed = space.augmentation && listedValues(space.augmentation);
    if (!listed) return null;
    const { effects } = evidence.effects('augmentation');
    const losing = effects.filter(({ gain, seconds }) => gain.mean > gain.margin && seconds < 0);
    const worst = losing.toSorted((a, b) => a.seconds - b.seconds)[0];
    if (!worst) return null;
    const lost = losing.map(({ worse }) => JSON.stringify(worse));
    const values = listed.filter((value) => !lost.includes(JSON.stringify(value)));
    const [one, other] = [paramValue(worst.better), paramValue(worst.worse)];
    const { mean, margin, n } = worst.gain;
    const names = losing.map(({ worse }) => paramValue(worse));
    const others = names.filter((name) => name !== other).join(' and ');
    const more = others === '' ? '' : ` So it is with ${others}.`;
    return {
      title: `Leave out augmentation ${names.join(', ')}`,
      sentence: `${other} takes ${(-worst.seconds).toFixed(1)} s more a trial than ${one} and comes to ${marginText(mean, margin, metric.name)} less, all else equal${atBest(evidence)} (${n} pairs).${more} In much longer training it may still pay.`,
      figures: {
        better: worst.better ?? null,
        worse: losing.map(({ worse }) => worse ?? null),
        gain: mean,
        margin,
        pairs: n,
        seconds: -worst.seconds,
      },
      strength: 'strong',
      gain: null,
      changes: [{ path: ['parameters', 'augmentation'], value: { values } }],
    };
  },
};
