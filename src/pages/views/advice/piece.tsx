import type { MetricName } from '../../../core/metric.js';
import type { AdviseDocument } from '../../../results/documents/insight/advise.js';
import { differenceText } from '../../../results/insight/metric-words.js';
import { paramValue } from '../../../results/param-value.js';

/** One piece of advice, with its figures and what it stands on. */
export function Piece({
  piece,
  metric,
}: {
  readonly piece: AdviseDocument['advice'][number];
  readonly metric: MetricName;
}) {
  const { title, sentence, strength, gain, source, figures, changes } = piece;
  return (
    <li>
      <h2>{title}</h2>
      <p>{sentence}</p>
      <p class="muted">
        Evidence: <span class={`strength strength-${strength}`}>{strength}</span>
        {gain !== null && <>, up to {differenceText(gain, metric)} to gain</>}. Source: {source}.
      </p>
      {changes.length > 0 && (
        <pre class="change">
          {changes.map(({ path, value }) => `${path.join('.')}: ${asYaml(value)}`).join('\n')}
        </pre>
      )}
      {Object.keys(figures).length > 0 && (
        <details>
          <summary>Figures</summary>
          <dl class="params">
            {Object.entries(figures).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  {Array.isArray(value)
                    ? value.map((each) => paramValue(each)).join(', ')
                    : paramValue(value)}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  );
}

/** A value as a sweep file has it on one line. */
function asYaml(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map(asYaml).join(', ')}]`;
  const entries = Object.entries(value).map(([key, item]) => `${key}: ${asYaml(item)}`);
  return `{ ${entries.join(', ')} }`;
}
