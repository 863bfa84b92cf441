import { count } from '../../../../core/words/numbers.js';
import type { CompareDocument } from '../../../../results/documents/insight/compare.js';
import { numberText } from '../../../value-text.js';

/** By how much the first is ahead, and half the 95 % interval of that. */
export interface Difference {
  readonly mean: number;
  readonly margin: number;
  /** Of the axis that it is drawn over. */
  readonly label: string;
  readonly words: string;
}

/** Over the same images, or else over runs; null: neither is known. */
export function differenceOf({ trials, metric, test, runs }: CompareDocument): Difference | null {
  const [one, other] = trials.map(({ trial }) => trial);
  const minus = `trial ${one} minus trial ${other}`;
  const size = (mean: number, margin: number) => `${numberText(mean)} ± ${numberText(margin)}`;
  if (test) {
    const { difference: mean, margin, images, p } = test;
    const words = `${size(mean, margin)} in accuracy over the same ${count(images, 'image')} (p = ${Number(p.toPrecision(2))})`;
    return { mean, margin, label: `accuracy: ${minus}`, words };
  }
  if (!runs || !Number.isFinite(runs.margin)) return null;
  const words = `${size(runs.mean, runs.margin)} in ${metric} over ${count(runs.n, 'pair')} of runs`;
  return { mean: runs.mean, margin: runs.margin, label: `${metric}: ${minus}`, words };
}

/** A sentence: the difference, and whether it can be told from none; or why it is not known. */
export function differenceText(compare: CompareDocument): string {
  const difference = differenceOf(compare);
  if (!difference)
    return compare.untested === null ? '' : `Their difference is not tested: ${compare.untested}`;
  const { mean, margin, words } = difference;
  const [one, other] = compare.trials.map(({ trial }) => trial);
  const verdict = Math.abs(mean) > margin ? '' : ', which cannot be told from none';
  return `The difference of trial ${one} to trial ${other} is ${words}${verdict}.`;
}
