import { marginText } from '../../../insight/metric-words.js';
import type { AdviceRule } from '../../advice.js';
import { atBest, numbersOf, runOf, varies } from '../../evidence.js';

/** Images are much smaller than those that the weights were trained on. */
export const smallImages: AdviceRule = {
  name: 'small_images',
  source:
    'Kornblith, Shlens & Le 2019, Do Better ImageNet Models Transfer Better? (CVPR): all images at 224',
  advise(evidence) {
    const { good, sweep } = evidence;
    const sizes = good.flatMap((point) => runOf(point).recipe?.trunk.imageSize ?? []);
    const pretrained = sweep.spec.model.weights !== 'random';
    const largest = Math.max(...sizes);
    if (sizes.length === 0 || !pretrained || largest >= ENOUGH) return null;
    const next = Math.min(224, largest * 2);
    const tried = varies(evidence, 'image_size');
    const [effect] = evidence.effects('image_size').effects;
    if (tried && !(effect && effect.better === numbersOf(evidence.points, 'image_size').at(-1))) {
      return null;
    }
    const clear = effect && effect.gain.mean > effect.gain.margin ? effect : undefined;
    if (tried && !clear) return null;
    const seen = clear
      ? ` Here ${String(clear.better)} px beat ${String(clear.worse)} px by ${marginText(clear.gain.mean, clear.gain.margin, sweep.spec.metric.name)}, all else equal${atBest(evidence)} (${clear.gain.n} pairs).`
      : '';
    const places = Math.ceil(largest / 32);
    const stem =
      largest < 64 ? ' For images that are small by themselves stem: small also helps.' : '';
    return {
      title: `Try images of ${next} px`,
      sentence: `All good points see images of at most ${largest} px; the weights were trained at 224, where the last layers see 7 x 7 places of an image, and not ${places} x ${places}.${seen} Each doubling takes about four times as long.${stem}`,
      figures: { image_size: largest, next, gain: clear?.gain.mean ?? null },
      strength: clear ? 'strong' : 'moderate',
      gain: clear ? clear.gain.mean / 2 : null,
      changes: [{ path: ['parameters', 'image_size'], value: { values: [largest, next] } }],
    };
  },
};

/** Pixels from which on size is not what is in the way. */
const ENOUGH = 128;
