import { grouped } from '../../core/words/numbers.js';
import type {
  TrialImagesDocument,
  WrongImage,
} from '../../results/documents/looking/trial-images.js';
import { valueText } from '../../results/insight/metric-words.js';

/** How many validation images a trial takes for another class. */
export function wrongText({ confusion, wrong, wrong_images }: TrialImagesDocument): string {
  const images = confusion.flat().reduce((sum, n) => sum + n, 0);
  if (wrong_images === 0) return `It has all ${grouped(images)} validation images right.`;
  const takes = `It takes ${grouped(wrong_images)} of ${grouped(images)} validation images for another class`;
  const shown = wrong.length < wrong_images ? `; the ${grouped(wrong.length)} worst are here` : '';
  return `${takes}${shown}, those first whose own class it thinks least likely.`;
}

/** Where the weights, judged again, do not come to what the trial reported; null: they do. */
export function driftText(images: TrialImagesDocument): string | null {
  const { accuracy, reported_accuracy: reported, backend } = images;
  if (reported === null || Math.abs(accuracy - reported) < 5e-4) return null;
  return `On ${backend} its weights are right in ${valueText(accuracy, 'val_accuracy')} of the images; the trial reported ${valueText(reported, 'val_accuracy')}.`;
}

/** `taken for cat (93 %), dog 2 %`. */
export function mistakeText({
  label,
  predicted,
  probability,
  own_probability,
}: WrongImage): string {
  return `taken for ${predicted} (${percent(probability)}), ${label} ${percent(own_probability)}`;
}

function percent(share: number): string {
  return share > 0 && share < 0.005 ? '<1 %' : `${Math.round(100 * share)} %`;
}
