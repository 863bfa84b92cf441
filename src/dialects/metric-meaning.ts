import type { MetricName } from '../core/metric.js';
import { METRIC_WORDS } from './metric-words.js';

/** What a metric's name of another tool means. */
export interface MetricMeaning {
  /** What comes nearest to it. */
  readonly metric?: MetricName;
  readonly isTest: boolean;
  /** It does not say which images. */
  readonly isBare: boolean;
}

export function metricMeaning(name: string): MetricMeaning {
  const parts = name
    .slice(0, 200)
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9@]+/)
    .map((part) => part.replace('@', ''))
    .filter((part) => part !== '');
  // `top_1`, `cross_entropy` are one word, as is `valloss` two.
  const whole = parts
    .join(' ')
    .replace(/top 1\b/, 'top1')
    .replace('cross entropy', 'crossentropy');
  const split = whole.replace(/^(val|train|test)(acc|accuracy|loss)$/, '$1 $2').split(' ');
  const has = (kind: keyof typeof METRIC_WORDS) =>
    split.some((word) => METRIC_WORDS[kind].includes(word));
  const isTest = has('test');
  const isBare = !has('val') && !has('train') && !isTest;
  const isKnown = split.every((word) =>
    Object.values(METRIC_WORDS).some((list) => list.includes(word)),
  );
  const what = has('accuracy') ? 'accuracy' : has('loss') ? 'loss' : undefined;
  if (!isKnown || what === undefined) return { isTest, isBare };
  const images = has('train') && !has('val') ? 'train' : 'val';
  return { metric: `${images}_${what}`, isTest, isBare };
}
