import type { TrialDocument } from '../../../results/documents/trial.js';
import { comparisonText } from '../../../results/insight/comparison-words.js';
import { Awaited } from '../../parts/notices.js';
import { ChartNamed } from '../pieces/chart-named.js';
import { useAll } from '../pieces/use-all.js';

/** Whether the first differs from each of the others, in words. */
export function Tests({ trials }: { readonly trials: readonly TrialDocument[] }) {
  const [first, ...others] = trials.filter(({ recipe }) => recipe !== null);
  const pairs = first ? others.map(({ trial }) => ({ trials: [first.trial, trial] })) : [];
  const answer = useAll('compare', pairs, null);
  if (pairs.length === 0) {
    return <p class="note">Trials without a recipe cannot be tested against each other.</p>;
  }
  return (
    <section>
      <h2>
        {pairs.length === 1
          ? 'Do they differ?'
          : `Does trial ${first?.trial} differ from the others?`}
      </h2>
      <Awaited answer={answer}>
        {(compared) => (
          <>
            {compared.map((each) => (
              <p key={each.trials[1].trial} class="test">
                {compared.length > 1 && (
                  <b>{`Trials ${each.trials[0].trial} and ${each.trials[1].trial}: `}</b>
                )}
                {comparisonText(each).join(' ')}
              </p>
            ))}
            {compared.length === 1 && compared[0] && (
              <ChartNamed kind="compare" documents={{ compare: compared[0] }} />
            )}
          </>
        )}
      </Awaited>
    </section>
  );
}
