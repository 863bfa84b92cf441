import type { Judged } from '../../core/looking/looked.js';

/** An image whose label a network doubts. */
export interface Suspect {
  /** Place among the images that were judged. */
  readonly place: number;
  /** The class that the network is confident of. */
  readonly suggested: number;
  readonly probability: number;
  readonly ownProbability: number;
}

/**
 * Images that a network, which was not trained on them, is confident are of another class: more
 * confident than it is of that class' own images on average (confident learning: Northcutt, Jiang &
 * Chuang 2021, JAIR 70, the off-diagonal entries of the confident joint); and whose own label it takes
 * for less than half as likely as chance would, without which a weak network doubts a fifth of all.
 * Those first whose label is least likely against what is suggested.
 */
export function labelSuspects({ images, probabilities }: Judged): readonly Suspect[] {
  const classes = images.length === 0 ? 0 : probabilities.length / images.length;
  const of = (place: number, label: number) => probabilities[place * classes + label]!;
  const thresholds = selfConfidence(
    images.map(({ label }) => label),
    classes,
    of,
  );
  const suspects = images.flatMap(({ label }, place): readonly Suspect[] => {
    let suggested = -1;
    for (let c = 0; c < classes; c += 1) {
      if (of(place, c) < thresholds[c]!) continue;
      if (suggested < 0 || of(place, c) > of(place, suggested)) suggested = c;
    }
    if (suggested < 0 || suggested === label) return [];
    const [probability, ownProbability] = [of(place, suggested), of(place, label)];
    if (2 * classes * ownProbability >= 1) return [];
    return [{ place, suggested, probability, ownProbability }];
  });
  const margin = ({ probability, ownProbability }: Suspect) => probability - ownProbability;
  return suspects.sort((a, b) => margin(b) - margin(a));
}

/** Mean probability of each class over its own images; infinite where there are none. */
function selfConfidence(
  labels: readonly number[],
  classes: number,
  of: (place: number, label: number) => number,
): readonly number[] {
  const sums = new Float64Array(classes);
  const counts = new Uint32Array(classes);
  labels.forEach((label, place) => {
    sums[label]! += of(place, label);
    counts[label]! += 1;
  });
  return Array.from(sums, (sum, c) =>
    counts[c]! > 0 ? sum / counts[c]! : Number.POSITIVE_INFINITY,
  );
}
