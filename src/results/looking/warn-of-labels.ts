import type { DrawnImage } from '../../core/looking/looked.js';
import { count, grouped } from '../../core/words/numbers.js';
import type { LabelSuspect, LabelsEntry, LookWarning } from '../documents/looking/look.js';
import type { Show } from './show.js';

/**
 * Labels that a trial's network doubts. `accuracy`: its own, over all images it was validated on;
 * `drawn`: the first of the suspects, in order.
 */
export function warnOfLabels(
  { trial, images, suspects, swaps }: LabelsEntry,
  accuracy: number,
  drawn: readonly DrawnImage[],
  show: Show,
): readonly LookWarning[] {
  const swapped = swaps.map(({ classes: [a, b], swapped, images }): LookWarning => {
    const message = `${a} and ${b} seem to have changed names between training and validation images: trial ${trial} takes ${grouped(swapped)} of their ${count(images, 'validation image')} for the other.`;
    return { kind: 'swapped_classes', message, images: [] };
  });
  if (suspects.length === 0) return swapped;
  const [first] = suspects;
  const message = `${grouped(suspects.length)} of ${count(images, 'validation image')} may have a wrong label: trial ${trial} is surer of another class than it is of that class' own images on average, such as ${first!.from} (${first!.label}), which it takes for ${first!.suggested}. It is right in ${Math.round(100 * accuracy)} % of all, so some are its own mistakes: look at them.`;
  const shown = drawn.map((image, i) => show(image, noteOf(suspects[i]!)));
  return [...swapped, { kind: 'label', message, images: shown }];
}

function noteOf({ label, suggested, probability, own_probability: own }: LabelSuspect): string {
  return `${suggested} ${probability.toFixed(2)}, ${label} ${own.toFixed(2)}`;
}
