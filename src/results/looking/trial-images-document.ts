import type { DrawnImage, Judged } from '../../core/looking/looked.js';
import type { TrialImagesDocument, WrongImage } from '../documents/looking/trial-images.js';
import { imageEntry } from './show.js';

/** What was seen of a trial's images. */
export interface SeenOfTrial {
  /** Id. */
  readonly trial: number;
  readonly classNames: readonly string[];
  readonly backend: string;
  readonly reportedAccuracy: number | null;
  readonly judged: Judged;
  /** All of `mostWrong`, and the first of them drawn. */
  readonly wrong: readonly WrongPlace[];
  readonly wrongDrawn: readonly DrawnImage[];
  readonly augmentation: string;
  /** Training images as read, then as each of the first epochs makes them. */
  readonly asRead: readonly DrawnImage[];
  readonly epochs: readonly (readonly DrawnImage[])[];
}

/** An image that was taken for another class. */
export interface WrongPlace {
  /** Among the images that were judged. */
  readonly place: number;
  readonly predicted: number;
  readonly probability: number;
  readonly ownProbability: number;
}

/** Images that a network takes for another class than their own, the least likely label first. */
export function mostWrong({ images, probabilities }: Judged): readonly WrongPlace[] {
  const classes = images.length === 0 ? 0 : probabilities.length / images.length;
  const wrong = images.flatMap(({ label }, place): readonly WrongPlace[] => {
    const own = probabilities.subarray(place * classes, (place + 1) * classes);
    const predicted = own.indexOf(Math.max(...own));
    if (predicted === label) return [];
    return [{ place, predicted, probability: own[predicted]!, ownProbability: own[label]! }];
  });
  return wrong.sort((a, b) => a.ownProbability - b.ownProbability);
}

export function trialImagesDocument(seen: SeenOfTrial): TrialImagesDocument {
  const { classNames, judged, wrong, wrongDrawn } = seen;
  const image = (drawn: DrawnImage) => ({ ...imageEntry(drawn, classNames), png: drawn.png });
  return {
    trial: seen.trial,
    class_names: classNames,
    backend: seen.backend,
    accuracy: judged.accuracy,
    reported_accuracy: seen.reportedAccuracy,
    confusion: judged.confusion,
    wrong: wrongDrawn.map((drawn, i): WrongImage => {
      const { predicted, probability, ownProbability } = wrong[i]!;
      return {
        ...image(drawn),
        ...{ predicted: classNames[predicted]!, probability, own_probability: ownProbability },
      };
    }),
    wrong_images: wrong.length,
    augmentation: seen.augmentation,
    augmented: seen.asRead.map((drawn, i) => ({
      image: image(drawn),
      epochs: seen.epochs.map((made) => image(made[i]!)),
    })),
  };
}
