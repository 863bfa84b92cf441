import { METRIC_NAMES } from '../../../src/core/metric.js';
import { TRIAL_STATES } from '../../../src/core/trial-state.js';
import type { LeaderboardQuery, Readings, SweepRow } from '../../../src/store/port.js';

/** What copying changes by intent left out: on a shared database those that have not ended rest. */
export function wherever({ rests: _, ...sweep }: SweepRow): Omit<SweepRow, 'rests'> {
  return sweep;
}

/**
 * Answers of every reading that a store has, by what was asked: of its sweeps and trials, and of these
 * others.
 */
export async function readingsOfAll(
  readings: Omit<Readings, 'stamp'>,
  others: { readonly sweeps: readonly number[]; readonly trials: readonly number[] } = {
    sweeps: [99_999],
    trials: [99_999],
  },
): Promise<ReadonlyMap<string, unknown>> {
  const answers = new Map<string, unknown>();
  const ask = async (what: string, answer: Promise<unknown>) => {
    answers.set(what, await answer.catch((error: Error) => error.message));
  };
  const sweeps = await readings.sweeps();
  await ask('sweeps', Promise.resolve(sweeps.map(wherever)));
  await ask('trained', readings.trained('wasm', 2));
  await ask('listing', readings.listing('d1'));
  await ask('no listing', readings.listing('d2'));
  for (const id of [...sweeps.map((sweep) => sweep.id), ...others.sweeps]) {
    await ask(
      `sweep ${id}`,
      readings.sweep(id).then((sweep) => sweep && wherever(sweep)),
    );
    const trials = await readings.trials(id);
    await ask(`trials ${id}`, Promise.resolve(trials));
    await ask(`open ${id}`, readings.trials(id, { reports: 'open' }));
    for (const method of OF_SWEEP) await ask(`${method} ${id}`, readings[method](id));
    for (const query of QUERIES) {
      await ask(`leaderboard ${id} ${JSON.stringify(query)}`, readings.leaderboard(id, query));
    }
    const ids = [...trials.map((trial) => trial.id), ...others.trials];
    const some = ids.filter((_, place) => place % 2 === 0).toReversed();
    await ask(
      `leaderboard ${id} of some`,
      readings.leaderboard(id, { ...QUERIES[0]!, trials: some }),
    );
    for (const name of METRIC_NAMES) {
      await ask(`curves ${id} ${name}`, readings.curves(ids.toReversed(), name));
      for (const goal of ['minimize', 'maximize'] as const) {
        await ask(`standings ${id} ${name} ${goal}`, readings.standings(some, { name, goal }));
      }
    }
    const at = ids.map((trial) => ({ trial, epoch: trial % 3 }));
    await ask(`rights ${id}`, readings.rights(at));
    for (const trial of ids) {
      for (const method of OF_TRIAL) await ask(`${method} ${trial}`, readings[method](trial));
    }
  }
  return answers;
}

const OF_SWEEP = [
  ...(['allAttempts', 'tested', 'idRange', 'allMadeOf', 'withCheckpoint'] as const),
  ...(['deaths', 'snapshots', 'ranOn', 'firstFailure'] as const),
] as const;

const OF_TRIAL = [
  ...(['trial', 'attempts', 'tests', 'checkpointEpoch', 'digests', 'madeOf'] as const),
] as const;

const OBJECTIVES = [
  { name: 'val_accuracy', goal: 'maximize', min: 0.1 },
  { name: 'training_seconds', goal: 'minimize', max: 1e3 },
] as const;

const QUERIES: readonly LeaderboardQuery[] = [
  { metric: 'val_accuracy', goal: 'maximize', rule: 'best' },
  { metric: 'val_loss', goal: 'minimize', rule: 'last' },
  { metric: 'val_loss', goal: 'minimize', rule: 'best', top: 2 },
  { metric: 'val_accuracy', goal: 'maximize', rule: 'best', objectives: OBJECTIVES },
  {
    ...{ metric: 'training_seconds', goal: 'minimize', rule: 'best', objectives: OBJECTIVES },
    by: { name: 'val_accuracy', goal: 'maximize' },
  },
  { metric: 'val_accuracy', goal: 'minimize', rule: 'best', states: TRIAL_STATES.slice(0, 3) },
  { metric: 'val_accuracy', goal: 'maximize', rule: 'best', where: { learning_rate: 0.1 } },
  { metric: 'val_accuracy', goal: 'maximize', rule: 'best', where: { scheduler: 'plain' } },
  { metric: 'val_accuracy', goal: 'maximize', rule: 'best', where: { nothing: null } },
];
