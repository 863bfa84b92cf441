import { count } from '../../../core/words/numbers.js';
import { MOST_COMPARED } from '../../models/compare-rows.js';
import { change, hrefOf, state } from '../../router.js';

/** How many trials are selected, and where that leads. */
export function ChosenBar() {
  const { chosen } = state.value;
  if (chosen.length === 0) {
    return <p class="muted">Click a line or tick a row to select trials.</p>;
  }
  const compared = chosen.slice(0, MOST_COMPARED);
  return (
    <p class="chosen-bar">
      <span role="status">{count(chosen.length, 'trial')} selected.</span>{' '}
      {compared.length > 1 && (
        <a href={hrefOf('/compare', { trials: compared })}>
          compare {compared.length < chosen.length ? `the first ${compared.length}` : 'them'}
        </a>
      )}{' '}
      <button type="button" onClick={() => change({ chosen: [] })}>
        select none
      </button>
    </p>
  );
}
