import type { Params } from '../../../src/core/space.js';
import type { SweepSpec } from '../../../src/core/sweep.js';
import type { TrialOutcome } from '../../../src/core/trial.js';
import type { Store } from '../../../src/store/port.js';
import { openStore } from '../../../src/store/sqlite/sqlite-store.js';
import { fakeRecipe, fakeReport, fakeSpec, MADE, PROVENANCE } from '../../fakes/specs.js';

/** Names and values as somebody writes them who means harm. */
export const HOSTILE = '<img src=x onerror=alert(1)>';
export const CLOSING = '</script><script>alert(2)</script>';

type End = TrialOutcome['state'] | 'queued' | 'running';

export interface SweepMade {
  readonly id: number;
  /** Ids. */
  readonly trials: readonly number[];
}

const SPACE: SweepSpec['space'] = {
  learning_rate: { kind: 'uniform', low: 1e-4, high: 1e-1, scale: 'log' },
  optimizer: { kind: 'categorical', values: ['sgd', 'adamw', CLOSING] },
  [HOSTILE]: { kind: 'categorical', values: [HOSTILE, '=1+1', 'plain'] },
  momentum: { kind: 'uniform', low: 0, high: 1, scale: 'linear', when: { optimizer: ['sgd'] } },
  image_size: { kind: 'constant', value: 32 },
};

/** The nth point: the ends of the learning rate's range are the first two. */
export function pointOf(n: number): Params {
  const share = n === 0 ? 0 : n === 1 ? 1 : (n * 0.618_034) % 1;
  const optimizer = ['sgd', 'adamw', CLOSING][n % 3]!;
  return {
    learning_rate: n === 1 ? 0.1 : 1e-4 * 1000 ** share,
    optimizer,
    [HOSTILE]: [HOSTILE, '=1+1', 'plain'][n % 3]!,
    ...(optimizer === 'sgd' ? { momentum: Math.round(share * 100) / 100 } : {}),
    image_size: 32,
  };
}

/** A sweep whose nth trial ends as `endOf` says, with `epochs` reports if it had any. */
export async function makeSweep(
  store: Store,
  trials: number,
  {
    endOf = () => 'finished',
    epochs = 3,
    ...change
  }: Partial<SweepSpec> & {
    readonly endOf?: (n: number) => End;
    readonly epochs?: number;
  },
): Promise<SweepMade> {
  const spec = fakeSpec({ space: SPACE, ...change });
  const { queue, log } = store;
  const id = await queue.createSweep({ spec, file: '/nowhere/fake.yaml', source: 'name: fake' });
  await queue.updateSweep(id, { backend: 'wasm' });
  const rows = await queue.add(
    id,
    Array.from({ length: trials }, (_, number) => {
      const recipe = fakeRecipe(pointOf(number));
      const from = { number, point: number, replicate: 0, params: pointOf(number) };
      return { ...from, recipe, version: '0.1.0', seen: null };
    }),
  );
  const ids = rows.map(({ id: trial }) => trial);
  const begun = ids.filter((_, n) => endOf(n) !== 'queued');
  await queue.take(begun, PROVENANCE, MADE);
  const reporting = ids.filter((_, n) => !['queued', 'failed'].includes(endOf(n)));
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    await log.report(
      reporting.map((trialId) => {
        return { trialId, report: fakeReport(epoch, accuracyOf(trialId - ids[0]!, epoch)) };
      }),
    );
  }
  await queue.end(
    ids.flatMap((trialId, n) => {
      const state = endOf(n);
      if (state === 'queued' || state === 'running') return [];
      const error = { code: 'E_TRIAL', message: `out of luck: ${HOSTILE}` };
      return [{ trialId, state, ...(state === 'failed' ? { error } : {}) }];
    }),
  );
  const goesOn = ids.some((_, n) => ['queued', 'running'].includes(endOf(n)));
  if (!goesOn) await queue.updateSweep(id, { state: 'finished' });
  await queue.unlock(id);
  return { id, trials: ids };
}

/** Of the nth trial: each its own, in (0, 1), rising by epoch. */
function accuracyOf(n: number, epoch: number): number {
  return 0.2 + 0.5 * ((n * 0.381_966) % 1) + 0.05 * epoch;
}

/** Every kind of sweep that pages must bear, by what it is like. */
export async function makeEverySweep(file: string) {
  const store = openStore(file);
  const ends: readonly End[] = [
    'finished',
    'finished',
    'stopped',
    'diverged',
    'failed',
    'running',
    'queued',
  ];
  const made = {
    mixed: await makeSweep(store, 64, { name: HOSTILE, endOf: (n) => ends[n % 7]! }),
    none: await makeSweep(store, 0, { name: 'none' }),
    one: await makeSweep(store, 1, { name: 'one' }),
    failed: await makeSweep(store, 6, { name: 'failed', endOf: () => 'failed' }),
    stopped: await makeSweep(store, 6, { name: 'stopped', epochs: 1, endOf: () => 'stopped' }),
    minimized: await makeSweep(store, 8, {
      name: 'minimized',
      metric: { name: 'val_loss', goal: 'minimize' },
    }),
  };
  await store.close();
  return made;
}
