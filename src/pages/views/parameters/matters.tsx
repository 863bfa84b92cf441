import { count } from '../../../core/words/numbers.js';
import type { ImportanceDocument } from '../../../results/documents/insight/importance.js';
import type { SweepDocument } from '../../../results/documents/live/sweep.js';
import { useDocument } from '../../data/use-document.js';
import { Awaited, Empty } from '../../parts/notices.js';
import { ChartNamed } from '../pieces/chart-named.js';

/** How much each parameter matters, and what each value gives over another. */
export function Matters({ sweep }: { readonly sweep: SweepDocument }) {
  const answer = useDocument('importance', { sweep: sweep.sweep });
  return (
    <section>
      <h2>What matters</h2>
      <Awaited answer={answer}>
        {(importance) => (
          <>
            {importance.why !== null ? (
              <Empty>{importance.why}</Empty>
            ) : (
              <>
                <p class="muted">{basisText(importance)}</p>
                {['importance', 'marginal'].map((kind) => (
                  <ChartNamed key={kind} kind={kind} documents={{ sweep, importance }} />
                ))}
              </>
            )}
            {importance.effects.length > 0 && (
              <ChartNamed kind="effects" documents={{ importance }} />
            )}
          </>
        )}
      </Awaited>
    </section>
  );
}

function basisText({ points, r2, metric }: ImportanceDocument): string {
  const sure =
    r2 === null
      ? ''
      : ` It foretells ${Math.round(100 * r2)} % of how points differ that it did not see.`;
  return `Shares of what a forest over ${count(points, 'finished point')} says of ${metric}, with what 95 % of its trees say.${sure} Where a sampler searched near good values, parameters that it settled early seem to matter less.`;
}
