import { TRIAL_STATES, type TrialState } from '../../core/trial-state.js';
import { grouped } from '../../core/words/numbers.js';
import { sweeps } from '../data/live/known.js';
import { currentSweep } from '../frame/current-sweep.js';
import { stateShapes } from '../parts/state.js';
import { change, state } from '../router.js';

/** What trials are looked at, on all pages of a sweep: words, and states. */
export function FilterBar({
  shown,
  all,
  of,
  problem,
}: {
  readonly shown: number;
  readonly all: number;
  /** What is counted. */
  readonly of: string;
  /** What of the filter cannot be read. */
  readonly problem: string | null;
}) {
  const id = currentSweep.value;
  const counts = id === null ? undefined : sweeps.value?.get(id)?.trials;
  const { filter, states, brush } = state.value;
  const isSet = filter !== '' || states.length > 0 || Object.keys(brush).length > 0;
  return (
    <search class="filter" aria-label="Filter trials">
      <input
        id="filter"
        type="search"
        aria-label="Filter"
        placeholder="Filter: lr<0.01 optimizer=adamw …"
        spellcheck={false}
        autocomplete="off"
        value={filter}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : 'filter-problem'}
        onInput={({ currentTarget }) => change({ filter: currentTarget.value }, 'drag')}
      />
      <fieldset class="states" aria-label="States">
        {TRIAL_STATES.map((each) => (
          <button
            key={each}
            type="button"
            class={`toggle state-${each}`}
            aria-pressed={states.includes(each)}
            onClick={() => change({ states: toggled(states, each) })}
          >
            <span aria-hidden="true">{stateShapes[each]}</span> {each}
            {counts && (
              <span class="state-count" aria-hidden="true">
                {grouped(counts[each])}
              </span>
            )}
          </button>
        ))}
      </fieldset>
      {isSet && (
        <>
          <span class="shown" role="status">
            {grouped(shown)} of {grouped(all)} {of}
          </span>
          <button type="button" onClick={() => change({ filter: '', states: [], brush: {} })}>
            clear
          </button>
        </>
      )}
      {problem !== null && (
        <span id="filter-problem" class="filter-problem">
          {problem}
        </span>
      )}
    </search>
  );
}

function toggled(states: readonly TrialState[], one: TrialState): readonly TrialState[] {
  const without = states.filter((each) => each !== one);
  return without.length < states.length
    ? without
    : TRIAL_STATES.filter((each) => states.includes(each) || each === one);
}
