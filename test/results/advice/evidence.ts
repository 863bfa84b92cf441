import type { SearchSpace } from '../../../src/core/space.js';
import type { SweepSpec } from '../../../src/core/sweep.js';
import type { Report } from '../../../src/core/trial.js';
import type { Advice } from '../../../src/results/advice/advice.js';
import { type Beside, evidenceOf } from '../../../src/results/advice/evidence.js';
import { rules } from '../../../src/results/advice/rules/index.js';
import { fakeReport, fakeSpec } from '../../fakes/specs.js';
import { type FakeTrial, triedOf } from '../insight/tried.js';

/** What one rule makes of these trials; undefined: nothing. */
export function adviceOf(
  rule: string,
  space: SearchSpace,
  trials: readonly FakeTrial[],
  change: Partial<SweepSpec> = {},
  beside: Partial<Beside> = {},
): Omit<Advice, 'rule' | 'source'> | null {
  const tried = triedOf(space, trials, fakeSpec({ space, ...change }));
  const found = rules.find(({ name }) => name === rule);
  if (!found) throw new Error(`there is no rule ${rule}`);
  return found.advise(evidenceOf(tried, { classes: null, judgment: null, ...beside }));
}

/** Reports of these validation accuracies, by epoch; of the training images `train`, else the same. */
export function curve(val: readonly number[], train: readonly number[] = val): readonly Report[] {
  return val.map((accuracy, epoch) => {
    const report = fakeReport(epoch, accuracy);
    const own = train[epoch] ?? accuracy;
    return { ...report, metrics: { ...report.metrics, train_accuracy: own, train_loss: 1 - own } };
  });
}

/** A space of listed values. */
export function listed(
  values: Readonly<Record<string, readonly (number | string)[]>>,
): SearchSpace {
  return Object.fromEntries(
    Object.entries(values).map(([name, own]) => [name, { kind: 'categorical', values: own }]),
  );
}

/** Every combination of the listed values, as trials. */
export function gridOf<Values extends Readonly<Record<string, readonly (number | string)[]>>>(
  values: Values,
  trial: (
    params: { [Name in keyof Values]: Values[Name][number] },
    place: number,
  ) => Omit<FakeTrial, 'params'>,
): readonly FakeTrial[] {
  const combined = Object.entries(values).reduce<readonly Record<string, number | string>[]>(
    (all, [name, own]) =>
      all.flatMap((params) => own.map((value) => ({ ...params, [name]: value }))),
    [{}],
  );
  return combined.map((params, place) => {
    return { params, ...trial(params as Parameters<typeof trial>[0], place) };
  });
}
