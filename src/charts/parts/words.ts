import { type Goal, isCost, type Metric, metricOf } from '../../core/metric.js';
import { count } from '../../core/words/numbers.js';
import type { SweepDocument } from '../../results/documents/live/sweep.js';
import type { TrialEntry, TrialsDocument } from '../../results/documents/live/trials.js';
import type { ChartOptions } from '../chart.js';
import { numberText } from '../value-text.js';

/** The metric that documents are of, and which way is better. */
export function metricShown(
  sweep: SweepDocument,
  { metric }: Pick<TrialsDocument, 'metric'>,
): Metric {
  return metricOf({ name: sweep.metric, goal: sweep.goal }, metric);
}

export function betterText(goal: Goal): string {
  return goal === 'maximize' ? 'more is better' : 'less is better';
}

/** An axis' name with the way to better: `val_accuracy (more is better)`. */
export function metricLabel({ name, goal }: Metric): string {
  return isCost(name) ? name : `${name} (${betterText(goal)})`;
}

/** Whether an axis is logarithmic: as asked for, else as it is by nature. */
export function isLog(
  { log = [], linear = [] }: Pick<ChartOptions, 'log' | 'linear'>,
  name: string,
  byNature = false,
): boolean {
  return log.includes(name) || (byNature && !linear.includes(name));
}

/** Why there is nothing to draw of these; `lacking`: what those that are asked for have not. */
export function whyNothing(
  all: readonly TrialEntry[],
  shown: readonly TrialEntry[],
  lacking: string,
): string {
  if (all.length === 0) return 'The sweep has no trials yet.';
  if (shown.length === 0) return `None of the ${count(all.length, 'trial')} is what was asked for.`;
  const failed = shown.filter(({ state }) => state === 'failed' || state === 'diverged').length;
  if (failed === shown.length) {
    return failed === 1 ? 'The trial failed.' : `All ${failed} trials failed.`;
  }
  return lacking;
}

/** A sentence, or nothing where there are none: `3 values are no numbers and left out.`. */
export function leftOutText(values: number): string {
  if (values === 0) return '';
  const [are, numbers] = values === 1 ? ['is', 'no number'] : ['are', 'no numbers'];
  return `${count(values, 'value')} ${are} ${numbers} that can be shown, and left out.`;
}

/** `Best: trial 17 with 0.9412.`, or that there is none yet. */
export function bestText(best: TrialEntry | undefined): string {
  if (!best) return 'Nothing has finished yet.';
  const where = best.epoch === null ? '' : ` at epoch ${best.epoch}`;
  return `Best: trial ${best.trial} with ${numberText(best.value)}${where}.`;
}

export function sentences(...all: readonly string[]): string {
  return all.filter((sentence) => sentence !== '').join(' ');
}
