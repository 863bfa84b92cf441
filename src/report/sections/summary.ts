import { durationText } from '../../core/words/duration-text.js';
import { count, grouped } from '../../core/words/numbers.js';
import { html, type Markup } from '../markup/markup.js';
import type { ReportParts } from '../report-parts.js';
import { paragraphs } from './section.js';
import { metricText } from './values.js';

/** What came of it, for who reads no further. */
export function summary({ sweep, leaderboard, trial }: ReportParts): Markup {
  const { name, description, metric, goal, time } = sweep;
  const best = leaderboard.rows.find(({ rank }) => rank === 1);
  const interval = best?.interval;
  const sure = interval
    ? ` (95 % interval ${metricText(metric, interval.low)} to ${metricText(metric, interval.high)})`
    : '';
  const came = best
    ? `The best is trial ${best.trial}, with ${metric} ${metricText(metric, best.value)}${sure}.`
    : trial
      ? ''
      : 'No trial has finished.';
  const better = goal === 'maximize' ? 'more is better' : 'less is better';
  return html`<header>
<p class="kind">A sweep of Thaw</p>
<h1>${name}</h1>
${paragraphs([
  ...(description ? [description] : []),
  `${came} ${countsText(sweep.trials)} The metric is ${metric} (${better}). Training took ${durationText(time.ran_seconds)}.`.trim(),
])}</header>
`;
}

/** `66 trials: 42 finished, 24 stopped early.` */
function countsText(counts: ReportParts['sweep']['trials']): string {
  const all = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const each = Object.entries(counts).filter(([, n]) => n > 0);
  if (all === 0) return 'The sweep has no trials yet.';
  const states = each.map(([state, n]) => `${grouped(n)} ${WORDS[state] ?? state}`).join(', ');
  return `${count(all, 'trial')}: ${states}.`;
}

const WORDS: Readonly<Record<string, string>> = {
  queued: 'still to run',
  stopped: 'stopped early',
};
