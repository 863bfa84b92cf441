import { join } from 'node:path';
import { allowsFor } from '../../src/config/allows.js';
import { recipeFor } from '../../src/config/recipe-for.js';
import type { Params } from '../../src/core/space.js';
import type { SweepSpec } from '../../src/core/sweep.js';
import type { TrialOutcome } from '../../src/core/trial.js';
import type { Store } from '../../src/store/port.js';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { fakeReport, fakeSpec, MADE, PROVENANCE } from '../fakes/specs.js';

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
export async function seedResults(
  folder: string,
  trials: readonly SeededTrial[] = TRIALS,
  change: Partial<SweepSpec> = {},
): Promise<number> {
  const store = openStore(join(folder, 'results', 'thaw.sqlite'));
  try {
    return await seedStore(store, folder, trials, change);
  } finally {
    await store.close();
  }
}

/** The same sweep in any store. */
export async function seedStore(
  store: Store,
  folder: string,
  trials: readonly SeededTrial[] = TRIALS,
  change: Partial<SweepSpec> = {},
): Promise<number> {
  const spec = fakeSpec({
    space: {
      learning_rate: { kind: 'categorical', values: [0.01, 0.003] },
      scheduler: { kind: 'categorical', values: ['cosine', STEP] },
      unfrozen_layers: { kind: 'constant', value: 1 },
    },
    ...change,
  });
  const sweepId = await store.queue.createSweep({
    spec,
    file: join(folder, 'fake.yaml'),
    source: 'name: fake',
  });
  await store.queue.updateSweep(sweepId, { backend: 'wasm' });
  const allows = allowsFor(spec);
  const rows = await store.queue.add(
    sweepId,
    trials.map(({ params }, number) => ({
      ...{ number, point: number, replicate: 0, params },
      ...{ recipe: allows(params) ? recipeFor(spec, params) : null, version: '0.1.0', seen: null },
    })),
  );
  for (const [t, { accuracies, state }] of trials.entries()) {
    const trialId = rows[t]!.id;
    await store.queue.take([trialId], PROVENANCE, MADE);
    for (const [epoch, accuracy] of accuracies.entries()) {
      await store.log.report([{ trialId, report: fakeReport(epoch, accuracy) }]);
    }
    const error = { code: 'E_TRIAL', message: 'out of luck' };
    await store.queue.end([{ trialId, state, ...(state === 'finished' ? {} : { error }) }]);
  }
  await store.log.addEvent({
    ...{ sweepId, trialId: rows[0]?.id ?? null, kind: 'note' },
    message: 'the last batch of 1 image is left out',
  });
  await store.queue.updateSweep(sweepId, { state: 'finished' });
  return sweepId;
}
