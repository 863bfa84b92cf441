import { changeText } from '../../results/advice/change-text.js';
import { differenceText } from '../../results/insight/metric-words.js';
import { html, type Markup } from '../markup/markup.js';
import type { ReportParts } from '../report-parts.js';
import { paragraphs, section } from './section.js';

/** What to try next, most promising first. */
export function adviceSection({ advise }: ReportParts): Markup {
  const { advice, metric } = advise;
  if (advice.length === 0) {
    return section(
      'advice',
      'What to try next',
      paragraphs(['Nothing speaks clearly for a change yet.']),
    );
  }
  const items = advice.map(({ title, sentence, strength, gain, source, changes }) => {
    const gained = gain === null ? '' : `, up to ${differenceText(gain, metric)} to gain`;
    const change = changes.map(changeText).join('; ');
    return html`<li><strong>${title}</strong>
<p>${sentence}</p>
${
  change === ''
    ? null
    : html`<p>In the sweep file: <code>${change}</code></p>
`
}<p class="muted">Evidence: ${strength}${gained}. Source: ${source}.</p></li>
`;
  });
  return section(
    'advice',
    'What to try next',
    html`<ol>
${items}</ol>
`,
  );
}
