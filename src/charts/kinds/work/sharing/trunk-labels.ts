import { count } from '../../../../core/words/numbers.js';
import type { SharedCohort } from '../../../../results/documents/live/sharing.js';
import { shortMiddle } from '../../../value-text.js';

/** `73 trials: crop-flip, 64 px`: how many, and what tells a cohort's trunk from others. */
export function trunkLabels(cohorts: readonly SharedCohort[]): (cohort: SharedCohort) => string {
  const keys = [...new Set(cohorts.flatMap(({ trunk }) => Object.keys(trunk)))];
  const differing = keys.filter(
    (key) => new Set(cohorts.map(({ trunk }) => trunk[key] ?? '')).size > 1,
  );
  return ({ trials, trunk }) => {
    const words = differing.flatMap((key) => {
      const value = trunk[key];
      return value === undefined ? [] : [WORDS[key]?.(value) ?? shortMiddle(value, 24)];
    });
    return [count(trials.length, 'trial'), words.join(', ')].filter((each) => each).join(': ');
  };
}

const WORDS: Readonly<Record<string, (value: string) => string>> = {
  image_size: (value) => `${value} px`,
  batch_size: (value) => `batches of ${value}`,
  seed: (value) => `seed ${value}`,
  run: (value) => `run ${value}`,
};
