import { fromLoss } from '../../core/metric.js';
import { grouped } from '../../core/words/numbers.js';
import type { CompareDocument } from '../documents/insight/compare.js';
import { differenceText, marginText } from './metric-words.js';

/** What tests of two trials say, a sentence or two each: over the same images, then over repeated runs. */
export function comparisonText(compared: CompareDocument): readonly string[] {
  return [verdict(compared), ...runsText(compared)];
}

function verdict({ test, untested, trials }: CompareDocument): string {
  if (!test) return `Whether they differ cannot be tested. ${untested}`;
  const { difference, margin, images, only, p } = test;
  const [one, other] = trials;
  const counts = `of ${grouped(images)} validation images ${grouped(only[0])} were right in trial ${one.trial} alone, ${grouped(only[1])} in trial ${other.trial} alone (McNemar's test: p ${pText(p)})`;
  const [better, worse] = difference >= 0 ? [one, other] : [other, one];
  const much = marginText(Math.abs(difference), margin, 'val_accuracy');
  return p < ALPHA
    ? `Trial ${better.trial} is right more often than trial ${worse.trial}, by ${much}: ${counts}.`
    : `They cannot be told apart (${much}): ${counts}.${difference === 0 ? '' : moreImages(test)}`;
}

const ALPHA = 0.05;

/** How many images such a difference would take to show; beyond ten times as many: nothing. */
function moreImages({ difference, margin, images }: NonNullable<CompareDocument['test']>): string {
  const factor = (margin / difference) ** 2;
  if (factor > 10) return '';
  return ` A difference of ${differenceText(Math.abs(difference), 'val_accuracy')} would take about ${grouped(Math.ceil((images * factor) / 100) * 100)} images to show.`;
}

function pText(p: number): string {
  return p < 0.001 ? 'below 0.001' : p.toFixed(3);
}

/** What repeated runs of both points say. */
function runsText({ runs, metric, goal, trials }: CompareDocument): readonly string[] {
  if (!runs) return [];
  const [one, other] = trials;
  const sign = Math.sign(fromLoss(-1, { goal }) * runs.mean);
  const [better, worse] = sign >= 0 ? [one, other] : [other, one];
  const much = marginText(Math.abs(runs.mean), runs.margin, metric);
  const over = `over ${runs.n} runs of each with the same draws`;
  return Math.abs(runs.mean) > runs.margin
    ? [`Trial ${better.trial}'s point beats trial ${worse.trial}'s by ${much} ${over}.`]
    : [`Their points cannot be told apart ${over}: ${much}.`];
}
