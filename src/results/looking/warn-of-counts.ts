import type { Looked } from '../../core/looking/looked.js';
import { count, grouped } from '../../core/words/numbers.js';
import { wilson } from '../../search/statistics/wilson.js';
import type { LookWarning } from '../documents/looking/look.js';

type Counted = Pick<Looked, 'classNames' | 'counts'>;

/** What there is to beware of in how many images each class has. */
export function warnOfCounts(looked: Counted): readonly LookWarning[] {
  return [...imbalance(looked), ...fewToJudge(looked), ...fewInAll(looked)];
}

/** Times that the largest class is as large as the smallest. */
const UNEVEN = 3;

function imbalance({ classNames, counts }: Counted): readonly LookWarning[] {
  const { train } = counts;
  const [least, most] = [Math.min(...train), Math.max(...train)];
  if (least === 0 || most < UNEVEN * least) return [];
  const [small, large] = [least, most].map((images) => classNames[train.indexOf(images)]!);
  const times = Number((most / least).toPrecision(2));
  return [
    warning(
      'imbalance',
      `${large} has ${count(most, 'training image')}, ${times} times as many as ${small}, the smallest class, with ${grouped(least)}. Accuracy is mostly that of the large classes: rank by val_balanced_accuracy, in which all count alike.`,
    ),
  ];
}

/** Validation images of a class that tell something of it. */
const ENOUGH = 10;

function fewToJudge({ classNames, counts }: Counted): readonly LookWarning[] {
  const few = counts.val.flatMap((images, c) => (images < ENOUGH ? [{ images, c }] : []));
  if (few.length === 0) return [];
  const fewest = few.reduce((a, b) => (b.images < a.images ? b : a));
  const which =
    few.length === 1
      ? `${classNames[fewest.c]} has ${count(fewest.images, 'image')}`
      : `${grouped(few.length)} of ${grouped(classNames.length)} classes have fewer than ${ENOUGH} images (fewest: ${classNames[fewest.c]} with ${fewest.images})`;
  return [
    warning(
      'few',
      `${which} to validate on: by ${ENOUGH} images the accuracy of a class is known to +-${points(ENOUGH)} points at best. Raise \`data.val\`, or collect more.`,
    ),
  ];
}

/** Points that still let recipes be told apart. */
const COARSE = 10;

function fewInAll({ counts }: Counted): readonly LookWarning[] {
  const images = counts.val.reduce((sum, own) => sum + own, 0);
  if (images === 0 || points(images) <= COARSE) return [];
  return [
    warning(
      'few',
      `All ${count(images, 'validation image')} together tell an accuracy to +-${points(images)} points: recipes closer than that cannot be told apart. Raise \`data.val\`.`,
    ),
  ];
}

/** Half of the widest 95 % interval of an accuracy over so many images, in percent. */
function points(images: number): number {
  const { low, high } = wilson(0.5, images, 1.96);
  return Math.round(50 * (high - low));
}

function warning(kind: LookWarning['kind'], message: string): LookWarning {
  return { kind, message, images: [] };
}
