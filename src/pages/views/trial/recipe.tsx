import { useState } from 'preact/hooks';
import { count } from '../../../core/words/numbers.js';
import type { TrialDocument } from '../../../results/documents/trial.js';
import { fieldText, recipeRows } from '../../models/recipe-rows.js';
import { Toggle } from '../../parts/toolbar.js';
import { Scrolled } from '../pieces/scrolled.js';

/** All that it trains with; what the best has otherwise is marked. */
export function Recipe({
  trial,
  best,
}: {
  readonly trial: TrialDocument;
  readonly best: TrialDocument | null;
}) {
  const rows = recipeRows(trial, best);
  const differing = rows.filter((row) => row.best !== null);
  const [only, setOnly] = useState(false);
  const other = best && best.trial !== trial.trial ? best : null;
  return (
    <section>
      <h2>Recipe</h2>
      {rows.length === 0 ? (
        <p class="note">It has none: the sweep does not allow these params.</p>
      ) : (
        <>
          {other && (
            <p>
              {differing.length === 0
                ? `The same as that of trial ${other.trial}, the best.`
                : `${count(differing.length, 'field')} ${differing.length === 1 ? 'differs' : 'differ'} from trial ${other.trial}, the best.`}{' '}
              {differing.length > 0 && (
                <Toggle label="only what differs" on={only} onToggle={setOnly} />
              )}
            </p>
          )}
          <Scrolled label="Recipe">
            <table class="fields">
              <thead>
                <tr>
                  <th scope="col">field</th>
                  <th scope="col">trial {trial.trial}</th>
                  {other && <th scope="col">the best, where it differs</th>}
                </tr>
              </thead>
              <tbody>
                {(only ? differing : rows).map(({ name, value, best: theirs }) => (
                  <tr key={name} class={theirs === null ? '' : 'differs'}>
                    <th scope="row">{name}</th>
                    <td>{value}</td>
                    {other && <td>{theirs ?? ''}</td>}
                  </tr>
                ))}
              </tbody>
            </table>
          </Scrolled>
        </>
      )}
    </section>
  );
}

/** What was sampled for it. */
export function Params({ trial: { params } }: { readonly trial: TrialDocument }) {
  const names = Object.keys(params);
  if (names.length === 0) return null;
  return (
    <dl class="params" aria-label="Params, as sampled">
      {names.map((name) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{fieldText(params[name])}</dd>
        </div>
      ))}
    </dl>
  );
}
