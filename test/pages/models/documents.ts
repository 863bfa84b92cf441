import type { SharedCohort } from '../../../src/results/documents/live/sharing.js';
import type { TrialDocument } from '../../../src/results/documents/trial.js';

/** A finished trial of sweep 1 that trained nothing worth telling; `changes`: what is to be different. */
export function aTrial(changes: Partial<TrialDocument> = {}): TrialDocument {
  return {
    ...{ trial: 1, number: 1, replicate: 0, runs: [1], sweep: 1, name: 'flowers' },
    ...{ state: 'finished', params: {}, recipe: null, metric: 'val_accuracy', goal: 'maximize' },
    ...{ best: null, reports: [], attempts: [], events: [], tests: [], made_of: null },
    ...{ checkpoint: null, weights: null },
    ...changes,
  };
}

/** The parts of a recipe that tests look at. */
export function aRecipe(changes: object): TrialDocument['recipe'] {
  const recipe = {
    seed: 1,
    learning_rate: 0.01,
    optimizer: { type: 'sgd', momentum: 0.9, nesterov: false },
    ...changes,
  };
  return recipe as unknown as TrialDocument['recipe'];
}

export function aCohort(changes: Partial<SharedCohort> = {}): SharedCohort {
  return {
    ...{ cohort: 1, trials: [1, 2], trunk: {}, from: 0, to: 10, seconds: 10, solo_seconds: 30 },
    branches: [],
    ...changes,
  };
}
