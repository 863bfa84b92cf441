import { grouped } from '../../../../core/words/numbers.js';
import { shareText } from '../../../insight/metric-words.js';
import type { AdviceRule } from '../../advice.js';
import { FEWEST_GOOD, standingOf } from '../../evidence.js';

/** The images that are wrong are wrong in all good points: no recipe helps them. */
export const hardImages: AdviceRule = {
  name: 'hard_images',
  source: 'Northcutt, Athalye & Mueller 2021, Pervasive Label Errors in Test Sets (NeurIPS)',
  advise(evidence) {
    const { good, sweep } = evidence;
    const images = sweep.spec.data.val;
    const answers = good.flatMap((point) => standingOf(point, evidence).rights ?? []);
    if (answers.length < 2 * FEWEST_GOOD) return null;
    const rightAt = (rights: Uint8Array, k: number) => ((rights[k >> 3] ?? 0) >> (k % 8)) & 1;
    const places = Array.from({ length: images }, (_, k) => k);
    const wrongIn = places.map((k) => answers.filter((rights) => !rightAt(rights, k)).length);
    const always = wrongIn.filter((wrong) => wrong === answers.length).length;
    const best = wrongIn.reduce((sum, wrong) => sum + wrong, 0) / answers.length;
    if (!(always >= 10 && always >= 0.6 * best)) return null;
    return {
      title: 'Look at the images that no recipe gets right',
      sentence: `${grouped(always)} of ${grouped(images)} validation images are wrong in all of the ${answers.length} best points, ${shareText(always / best)} of what each of them has wrong: they may be labeled wrongly, or need other weights or larger images, not another recipe.`,
      figures: { images, always_wrong: always, wrong: best, points: answers.length },
      strength: 'moderate',
      gain: null,
      changes: [],
    };
  },
};
