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
  if (!isKnown) return { isTest, isBare };
  if (has('seconds')) return { metric: 'training_seconds', isTest, isBare: false };
  if (has('parameters')) return { metric: 'trained_parameters', isTest, isBare: false };
  const images = has('train') && !has('val') ? 'train' : 'val';
  if (images === 'val' && has('f1')) return { metric: 'val_macro_f1', isTest, isBare };
  const what = has('accuracy') ? 'accuracy' : has('loss') ? 'loss' : undefined;
  if (!has('balanced'))
    return what ? { metric: `${images}_${what}`, isTest, isBare } : { isTest, isBare };
  const isOurs = images === 'val' && what === 'accuracy';
  return { ...(isOurs ? { metric: 'val_balanced_accuracy' } : {}), isTest, isBare };
}
