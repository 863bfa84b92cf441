import { grouped } from '../../../../core/words/numbers.js';
import type { AdviceRule } from '../../advice.js';

/** One class has many times the images of another: accuracy hides how the small one does. */
export const imbalance: AdviceRule = {
  name: 'imbalance',
  source:
    'Buda, Maki & Mazurowski 2018, A systematic study of the class imbalance problem (Neural Networks)',
  advise({ classes }) {
    if (!classes || classes.size < 2) return null;
    const ordered = [...classes].sort(([, a], [, b]) => a - b);
    const [small, large] = [ordered[0]!, ordered.at(-1)!];
    const ratio = large[1] / small[1];
    if (!(ratio >= 10)) return null;
    return {
      title: `Collect more images of ${small[0]}`,
      sentence: `There are ${grouped(small[1])} images of ${small[0]} and ${grouped(large[1])} of ${large[0]}, ${Math.round(ratio)} times as many: accuracy is mostly that of the large classes. \`thaw test\` shows each class by itself.`,
      figures: { smallest: small[1], largest: large[1], ratio },
      strength: 'moderate',
      gain: null,
      changes: [],
    };
  },
};
