import type { Looked, NearPair } from '../../core/looking/looked.js';
import { count, grouped } from '../../core/words/numbers.js';
import type { LookWarning, NotedImage } from '../documents/looking/look.js';
import type { Show } from './show.js';

/** Images to validate or test on that are nearly the same as others that are trained on. */
export function warnOfCopies(
  { near, counts, classNames }: Pick<Looked, 'near' | 'counts' | 'classNames'>,
  show: Show,
): readonly LookWarning[] {
  const warn = (judges: NearPair['judges'], whose: string, others: string, so: string) => {
    const pairs = near.filter((pair) => pair.judges === judges);
    const [first] = pairs;
    if (!first) return [];
    const mirrored = pairs.filter((pair) => pair.mirrored).length;
    const otherLabel = pairs.filter(({ image, of }) => image.label !== of.label).length;
    const asides = [
      ...(mirrored > 0 ? [`${grouped(mirrored)} mirrored`] : []),
      ...(otherLabel > 0 ? [`${grouped(otherLabel)} with another label`] : []),
    ];
    const aside = asides.length > 0 ? ` (${asides.join(', ')})` : '';
    const message = `${grouped(pairs.length)} of ${whose} ${pairs.length === 1 ? 'is' : 'are'} nearly the same as images ${others}${aside}, such as ${nameOf(first.image)} and ${nameOf(first.of)}: ${so}.`;
    return [{ kind: 'near_duplicate' as const, message, images: pairs.flatMap(bothOf) }];
  };

  function bothOf({ drawn, similarity, mirrored }: NearPair): readonly NotedImage[] {
    if (!drawn) return [];
    const how = `${similarity.toFixed(2)} alike${mirrored ? ', mirrored' : ''}`;
    return [show(drawn[0], how), show(drawn[1])];
  }

  const nameOf = ({ from, label }: NearPair['image']) => `${from} (${classNames[label]})`;
  const images = (own: readonly number[] | null) => (own ?? []).reduce((sum, n) => sum + n, 0);
  return [
    ...warn(
      'val',
      count(images(counts.val), 'validation image'),
      'that are trained on',
      'validation flatters the trials',
    ),
    ...warn(
      'test',
      count(images(counts.test), 'test image'),
      'to train or validate on',
      '`thaw test` will flatter them',
    ),
  ];
}
