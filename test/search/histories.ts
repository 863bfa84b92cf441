import fc from 'fast-check';
import type { SearchSpace } from '../../src/core/space.js';
import type { TrialState } from '../../src/core/trial-state.js';
import { isFinal } from '../../src/core/trial-state.js';
import { coordinatesOf } from '../../src/search/spaces/coordinates.js';
import type { Study, StudyTrial } from '../../src/search/study.js';

/** Epochs that a trial in each state may have reported, of three. */
const REPORTED: Readonly<Record<TrialState, readonly [number, number]>> = {
  queued: [0, 0],
  running: [0, 3],
  finished: [3, 3],
  stopped: [1, 2],
  diverged: [0, 2],
  failed: [0, 3],
};
const STATES = Object.keys(REPORTED) as readonly TrialState[];

const loss = fc.oneof(
  { weight: 9, arbitrary: fc.double({ min: -1, max: 5, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
);
const metric = fc.constantFrom(
  { name: 'val_accuracy', goal: 'maximize' } as const,
  { name: 'val_loss', goal: 'minimize' } as const,
);

/** Sweeps at any moment: trials in every state, with as many losses as it allows; all frozen. */
export function histories(space: SearchSpace, most = 12): fc.Arbitrary<Study> {
  const trial = fc.constantFrom(...STATES).chain((state) => {
    const [minLength, maxLength] = REPORTED[state];
    return fc.record({
      state: fc.constant(state),
      losses: fc.array(loss, { minLength, maxLength }),
      params: fc
        .array(fc.nat(999), { minLength: 8, maxLength: 8 })
        .map((places) => pointAt(space, places)),
    });
  });
  return fc
    .record({ metric, trials: fc.array(trial, { maxLength: most }) })
    .map(({ metric, trials }) =>
      frozen({
        metric,
        objectives: [metric],
        earlier: [],
        trials: trials.map(
          (trial, number): StudyTrial => ({ number, ...trial, standing: standing(trial) }),
        ),
      }),
    );
}

/** As a study has it: once a trial has ended, and reported. */
function standing({ state, losses }: Pick<StudyTrial, 'state' | 'losses'>): readonly number[] {
  return isFinal(state) && losses.length > 0 ? [Math.min(...losses)] : [];
}

function pointAt(space: SearchSpace, places: readonly number[]): StudyTrial['params'] {
  return coordinatesOf(space).paramsAt(places.map((place) => place / 1000));
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) frozen(inner);
    Object.freeze(value);
  }
  return value;
}
