import { type StateCounts, TRIAL_STATES, type TrialState } from '../../core/trial-state.js';
import { grouped } from '../../core/words/numbers.js';
import type { SweepDocument } from '../../results/documents/live/sweep.js';

/** A shape beside each color, for who does not tell colors apart. */
export const stateShapes: Readonly<Record<TrialState, string>> = {
  queued: '○',
  running: '▶',
  finished: '●',
  stopped: '◐',
  diverged: '≈',
  failed: '✕',
};

/** A trial's state: its shape, and its word where there is room. */
export function StateMark({
  state,
  bare,
}: {
  readonly state: TrialState;
  readonly bare?: boolean;
}) {
  return (
    <span class={`state state-${state}`} title={state}>
      <span aria-hidden="true">{stateShapes[state]}</span>
      <span class={bare ? 'unseen' : ''}> {state}</span>
    </span>
  );
}

/** How many trials are in each state, those that are in any. */
export function StateCountList({ counts }: { readonly counts: StateCounts }) {
  return (
    <ul class="counts" aria-label="Trials by state">
      {TRIAL_STATES.filter((state) => counts[state] > 0).map((state) => (
        <li key={state} data-state={state}>
          <span class={`state state-${state}`}>
            <span aria-hidden="true">{stateShapes[state]}</span> <b>{grouped(counts[state])}</b>{' '}
            {state}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** A bar of the same, as wide as its share. */
export function StateBar({ counts }: { readonly counts: StateCounts }) {
  const all = TRIAL_STATES.reduce((sum, state) => sum + counts[state], 0);
  let left = 0;
  return (
    <svg class="state-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      {BAR_ORDER.map((state) => {
        const width = all === 0 ? 0 : (100 * counts[state]) / all;
        const bar = <rect key={state} class={`bar-${state}`} x={left} width={width} height="4" />;
        left += width;
        return bar;
      })}
    </svg>
  );
}

const BAR_ORDER: readonly TrialState[] = [
  ...(['finished', 'stopped', 'diverged', 'failed', 'running', 'queued'] as const),
];

const sweepShapes = { running: '▶', interrupted: '‖', finished: '●', failed: '✕' } as const;

export function SweepMark({ state, rests }: Pick<SweepDocument, 'state' | 'rests'>) {
  return (
    <span class={`state state-${state}`}>
      <span aria-hidden="true">{sweepShapes[state]}</span> {rests ?? state}
    </span>
  );
}
