import type { TrialDocument } from '../../../results/documents/trial.js';
import { useSweepOf } from '../../frame/current-sweep.js';
import { MOST_COMPARED } from '../../models/compare-rows.js';
import { Awaited, Empty } from '../../parts/notices.js';
import { change, state } from '../../router.js';
import { useAll } from '../pieces/use-all.js';
import type { ViewDef } from '../view-def.js';
import { Curves } from './curves.js';
import { Side } from './side.js';
import { Tests } from './tests.js';

/** Trials side by side; which, the address says: `/compare?trials=12,67`. */
export const compareView: ViewDef = { path: '/compare', title: 'Compare', component: Compare };

function Compare() {
  const { trials: named } = state.value;
  const ids = [...new Set(named)].slice(0, MOST_COMPARED);
  const answer = useAll(
    'trial',
    ids.map((trial) => ({ trial })),
    null,
  );
  useSweepOf(answer.data?.[0]?.sweep ?? null);
  return (
    <>
      <h1>Compare</h1>
      <Named ids={ids} />
      {named.length > MOST_COMPARED && (
        <p class="note">
          The first {MOST_COMPARED} of {named.length} trials are shown.
        </p>
      )}
      {ids.length < 2 ? (
        <Empty>
          Name two or more trials by their ids, such as 12, 67. Or tick them in a table of trials.
        </Empty>
      ) : (
        <Awaited answer={answer}>{(trials) => <Compared trials={trials} />}</Awaited>
      )}
    </>
  );
}

function Compared({ trials }: { readonly trials: readonly TrialDocument[] }) {
  // The picture of a test of two has both curves.
  const isTested = trials.length === 2 && trials.every(({ recipe }) => recipe !== null);
  return (
    <>
      <Tests trials={trials} />
      <Side trials={trials} />
      {!isTested && <Curves trials={trials} />}
    </>
  );
}

/** Which are compared, to type. */
function Named({ ids }: { readonly ids: readonly number[] }) {
  return (
    <label class="choice">
      <span>trials</span>
      <input
        type="text"
        inputMode="numeric"
        value={ids.join(', ')}
        onChange={({ currentTarget }) => {
          const trials = (currentTarget.value.match(/\d{1,12}/g) ?? []).map(Number);
          change({ trials });
        }}
      />
    </label>
  );
}
