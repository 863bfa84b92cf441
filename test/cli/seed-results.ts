import { join } from 'node:path';
import type { Params } from '../../src/core/space.js';
import type { SweepSpec } from '../../src/core/sweep.js';
import type { TrialOutcome } from '../../src/core/trial.js';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { fakeReport, fakeSpec } from '../fakes/specs.js';

export interface SeededTrial {
  readonly params: Params;
  /** Validation accuracy of each epoch. */
  readonly accuracies: readonly number[];
  readonly state: TrialOutcome['state'];
}

const STEP = { type: 'step', step_size: 2, gamma: 0.1 };

/** Four dimensions, one of each fate. */
export const TRIALS: readonly SeededTrial[] = [
  seeded({ learning_rate: 0.01, scheduler: 'cosine', unfrozen_layers: 1 }, [0.5, 0.62, 0.6]),
  seeded({ learning_rate: 0.01, scheduler: STEP, unfrozen_layers: 1 }, [0.4, 0.55, 0.655]),
  seeded({ learning_rate: 0.003, scheduler: 'cosine', unfrozen_layers: 1 }, [0.7], 'stopped'),
  seeded({ learning_rate: 0.003, scheduler: STEP, unfrozen_layers: 1 }, [], 'failed'),
];

function seeded(
  params: Params,
  accuracies: readonly number[],
  state: TrialOutcome['state'] = 'finished',
): SeededTrial {
  return { params, accuracies, state };
}

/** Leaves a database with one sweep in `folder`, where commands look for it. */
export function seedResults(
  folder: string,
  trials: readonly SeededTrial[] = TRIALS,
  change: Partial<SweepSpec> = {},
): number {
  const store = openStore(join(folder, 'results', 'thaw.sqlite'));
  const spec = fakeSpec({
    space: {
      learning_rate: { kind: 'categorical', values: [0.01, 0.003] },
      scheduler: { kind: 'categorical', values: ['cosine', STEP] },
      unfrozen_layers: { kind: 'constant', value: 1 },
    },
    ...change,
  });
  const sweepId = store.createSweep({
    spec,
    file: join(folder, 'fake.yaml'),
    source: 'name: fake',
  });
  store.updateSweep(sweepId, { backend: 'wasm', classNames: ['cat', 'dog'] });
  const rows = store.addTrials(
    sweepId,
    trials.map(({ params }, number) => ({ number, params })),
  );
  for (const [t, { accuracies, state }] of trials.entries()) {
    const trialId = rows[t]!.id;
    store.startTrials([trialId]);
    for (const [epoch, accuracy] of accuracies.entries()) {
      store.report(trialId, fakeReport(epoch, accuracy));
    }
    const error = { code: 'E_TRIAL', message: 'out of luck' };
    store.finishTrial({ trialId, state, ...(state === 'finished' ? {} : { error }) });
  }
  store.addEvent(sweepId, rows[0]!.id, 'note', 'the last batch of 1 image is left out');
  store.updateSweep(sweepId, { state: 'finished' });
  store.close();
  return sweepId;
}
