import { numberText, secondsText } from '../../../charts/value-text.js';
import { type Metric, metricOf, metricsShown, toLoss } from '../../../core/metric.js';
import { count } from '../../../core/words/numbers.js';
import type { TrialDocument } from '../../../results/documents/trial.js';
import { type CompareRow, compareRows } from '../../models/compare-rows.js';
import { StateMark } from '../../parts/state.js';
import { hrefOf, state } from '../../router.js';
import { Scrolled } from '../pieces/scrolled.js';

/** What differs, what each came to, and, folded, what is equal. */
export function Side({ trials }: { readonly trials: readonly TrialDocument[] }) {
  const named = trials.map(({ metric: name, goal }): Metric => ({ name, goal }));
  const [own] = named;
  const { different, equal } = compareRows(trials);
  return (
    <section>
      <h2>What differs</h2>
      {different.length === 0 && <p>Their recipes are the same.</p>}
      <Scrolled label="What differs">
        <table class="fields">
          <Titles trials={trials} />
          <tbody>
            <Rows rows={different} />
          </tbody>
          <tbody>
            <tr>
              <th scope="row">state</th>
              {trials.map((trial) => (
                <td key={trial.trial}>
                  <StateMark state={trial.state} />
                </td>
              ))}
            </tr>
            {own &&
              metricsShown(named).map((name) => (
                <Measured key={name} metric={metricOf(own, name)} trials={trials} />
              ))}
            <tr>
              <th scope="row">at epoch</th>
              {trials.map(({ trial, best, reports }) => (
                <td key={trial}>{best ? `${best.epoch} (of ${reports.length})` : '-'}</td>
              ))}
            </tr>
            <tr>
              <th scope="row">time, alone</th>
              {trials.map(({ trial, reports }) => (
                <td key={trial}>
                  {secondsText(reports.reduce((sum, each) => sum + each.solo_seconds, 0))}
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </Scrolled>
      {equal.length > 0 && (
        <details>
          <summary>{count(equal.length, 'equal field')}</summary>
          <Scrolled label="What is equal">
            <table class="fields">
              <tbody>
                {equal.map(({ name, values }) => (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    <td>{values[0]}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scrolled>
        </details>
      )}
    </section>
  );
}

function Titles({ trials }: { readonly trials: readonly TrialDocument[] }) {
  const isOne = new Set(trials.map(({ sweep }) => sweep)).size === 1;
  const ids = state.value.trials;
  return (
    <thead>
      <tr>
        <td />
        {trials.map(({ trial, sweep, name }) => (
          <th key={trial} scope="col">
            <a href={`/t/${trial}`}>trial {trial}</a>
            {!isOne && (
              <span class="muted">
                {' '}
                of {name} ({sweep})
              </span>
            )}
            {trials.length > 2 && (
              <a
                class="remove"
                aria-label={`Leave out trial ${trial}`}
                title="leave out"
                href={hrefOf('/compare', { trials: ids.filter((each) => each !== trial) })}
              >
                ×
              </a>
            )}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Rows({ rows }: { readonly rows: readonly CompareRow[] }) {
  return (
    <>
      {rows.map(({ name, values }) => (
        <tr key={name} class="differs">
          <th scope="row">{name}</th>
          {values.map((value, at) => (
            <td key={at}>{value}</td>
          ))}
        </tr>
      ))}
    </>
  );
}

/** A metric at the epoch that stands for each; the best of them in bold. */
function Measured({
  metric,
  trials,
}: {
  readonly metric: Metric;
  readonly trials: readonly TrialDocument[];
}) {
  const values = trials.map(({ best, reports }): number | null => {
    return reports.find(({ epoch }) => epoch === best?.epoch)?.[metric.name] ?? null;
  });
  const losses = values.map((value) => toLoss(value ?? Number.NaN, metric));
  const least = Math.min(...losses);
  return (
    <tr>
      <th scope="row">{metric.name}</th>
      {values.map((value, at) => (
        <td key={at} class={losses[at] === least && Number.isFinite(least) ? 'best' : ''}>
          {numberText(value)}
        </td>
      ))}
    </tr>
  );
}
