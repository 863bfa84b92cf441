import { didYouMean } from '../../core/words/nearest-name.js';
import { askableNames, meantName } from './meant-name.js';
import { filterWords, type Subject } from './parse-filter.js';

/** What of a filter cannot hold for any trial as it is written, in words; null: nothing. */
export function filterProblem(
  text: string,
  metric: string,
  trials: readonly Subject[],
): string | null {
  const comparisons = filterWords(text).filter((word) => 'name' in word);
  if (comparisons.length === 0) return null;
  const names = askableNames(trials, metric);
  for (const { word, name, operator, value } of comparisons) {
    if (meantName(name, names) === undefined) {
      return `No parameter, metric or column is named "${name}"${didYouMean(name, names)}`;
    }
    if (value === '') return `"${word}" does not say what to compare with`;
    if (/[<>]/.test(operator) && Number.isNaN(Number(value))) {
      return `"${word}" compares with "${value}", which is no number`;
    }
  }
  return null;
}
