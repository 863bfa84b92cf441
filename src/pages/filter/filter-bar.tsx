import { TRIAL_STATES, type TrialState } from '../../core/trial-state.js';
import { change, state } from '../router.js';

/** What trials are looked at, on all pages of a sweep: words, and states. */
export function FilterBar({ shown, all }: { readonly shown: number; readonly all: number }) {
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
            {each}
          </button>
        ))}
      </fieldset>
      {isSet && (
        <>
          <span class="shown" role="status">
            {shown} of {all}
          </span>
          <button type="button" onClick={() => change({ filter: '', states: [], brush: {} })}>
            clear
          </button>
        </>
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
