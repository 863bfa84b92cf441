import { count } from '../../core/words/numbers.js';
import { marginText, shareText } from '../../results/insight/metric-words.js';
import type { Markup } from '../markup/markup.js';
import { table } from '../markup/table.js';
import type { ReportParts } from '../report-parts.js';
import { paragraphs, section } from './section.js';
import { paramText } from './values.js';

/** What mattered, and by how much. */
export function importanceSection({ importance, samplerLooks, sweep }: ReportParts): Markup {
  const { parameters, effects, metric, why, r2, points } = importance;
  const shares = table(
    'Shares of what the parameters make differ',
    [
      { title: 'parameter' },
      { title: 'share', isNumber: true },
      { title: '95 % of trees', isNumber: true },
    ],
    parameters.map(({ parameter, mean, low, high }) => [
      { text: parameter },
      { text: shareText(mean), by: mean },
      { text: `${shareText(low)} to ${shareText(high)}`, by: low },
    ]),
  );
  const gains = table(
    'What a value gains over another, all else equal',
    [
      { title: 'parameter' },
      { title: 'better' },
      { title: 'worse' },
      { title: `gain in ${metric}`, isNumber: true },
      { title: 'pairs', isNumber: true },
    ],
    effects.map(({ parameter, better, worse, gain, margin, pairs }) => [
      { text: parameter },
      { text: paramText(better) },
      { text: paramText(worse) },
      { text: marginText(gain, margin, metric), by: gain },
      { text: String(pairs), by: pairs },
    ]),
  );
  const fit =
    r2 === null
      ? ''
      : ` It foretells ${shareText(Math.max(0, r2))} of the variance of points that it did not see.`;
  const leaning = samplerLooks
    ? ` The sampler (${sweep.sampler}) tried more where results were good, so that little is known of the rest.`
    : '';
  return section(
    'importance',
    'What mattered',
    paragraphs([
      why ??
        `By a forest over ${count(points, 'finished point')} (functional analysis of variance).${fit}${leaning}`,
    ]),
    parameters.length > 0 ? shares : null,
    effects.length > 0 ? gains : null,
  );
}
