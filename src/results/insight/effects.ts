import type { Json } from '../../core/json.js';
import { groupBy } from '../../core/lists/group-by.js';
import { type Metric, toLoss } from '../../core/metric.js';
import type { Params, SearchSpace } from '../../core/space.js';
import { type MeanInterval, meanInterval } from '../../search/statistics/mean-interval.js';
import type { TriedPoint } from './tried-points.js';

/** What one value of a parameter gives over another where all else is equal. */
export interface Effect {
  readonly better: Json | undefined;
  readonly worse: Json | undefined;
  /** How much better, in units of the metric, above 0; over pairs of points. */
  readonly gain: MeanInterval;
  /** Seconds that the better one takes more, on average; alone. */
  readonly seconds: number;
}

/** What is known of a parameter from points that differ in it alone. */
export interface ParameterEffects {
  readonly name: string;
  /** Its best value against each other that it can be compared with, the closest first. */
  readonly effects: readonly Effect[];
}

/** What an effect is looked for in. */
export interface Tries {
  readonly points: readonly Pick<TriedPoint, 'params' | 'value' | 'seconds'>[];
  readonly space: SearchSpace;
  readonly metric: Metric;
}

/**
 * Matched pairs: of points that agree in everything but this parameter (and in what hangs on it), the
 * mean difference with Student's interval; intervals of one parameter hold together (Bonferroni).
 * Values that fewer than five pairs compare are left out.
 *
 * `tuned`: another parameter that need not agree; each value stands by the best that it comes to over
 * that parameter, of as many points on either side.
 */
export function effectsOf(
  tries: Tries,
  name: string,
  tuned: string | null = null,
): ParameterEffects {
  const contexts = contextsOf(tries, name, tuned);
  const values = [...new Set(contexts.flatMap((context) => [...context.keys()]))];
  const comparisons = Math.max(1, (values.length * (values.length - 1)) / 2);
  const standFor = tuned === null ? averageOf : bestOf;
  const versus = (a: string, b: string): Effect | null => {
    const both = contexts.flatMap((context) => {
      const [one, other] = [context.get(a), context.get(b)];
      if (!one || !other) return [];
      const size = Math.min(one.length, other.length);
      return [{ one: standFor(one, size), other: standFor(other, size) }];
    });
    if (both.length < FEWEST_PAIRS) return null;
    const gain = meanInterval(
      both.map(({ one, other }) => other.loss - one.loss),
      0.95,
      comparisons,
    );
    const seconds = meanOf(both.map(({ one, other }) => one.seconds - other.seconds));
    return { better: fromKey(a), worse: fromKey(b), gain, seconds };
  };
  const all = values.map((value) => ({
    value,
    against: values
      .filter((other) => other !== value)
      .flatMap((other) => versus(value, other) ?? []),
  }));
  // The best one loses to none that it meets, and of those it meets the most.
  const best = all
    .filter(({ against }) => against.length > 0 && against.every(({ gain }) => gain.mean >= 0))
    .sort((a, b) => b.against.length - a.against.length)[0];
  return { name, effects: (best?.against ?? []).toSorted((a, b) => a.gain.mean - b.gain.mean) };
}

/** Pairs below which an interval says nothing that one would act on. */
const FEWEST_PAIRS = 5;

/** Values that a parameter may take for its pairs to be looked at. */
const MOST_VALUES = 24;

type Outcome = { readonly loss: number; readonly seconds: number };

/** For each setting of all else, what each value of the parameter came to there. */
function contextsOf(
  { points, space, metric }: Tries,
  name: string,
  tuned: string | null,
): readonly ReadonlyMap<string, readonly Outcome[]>[] {
  const own = unitOf(space, name);
  const hanging = dependentsOf(space, own);
  const isElse = (other: string) => !own.includes(other) && !hanging.has(other) && other !== tuned;
  const keyOf = (params: Params) => JSON.stringify(own.map((each) => params[each] ?? null));
  if (new Set(points.map(({ params }) => keyOf(params))).size > MOST_VALUES) return [];
  const settings = groupBy(points, ({ params }) =>
    JSON.stringify(Object.entries(params).filter(([other]) => isElse(other))),
  );
  return Array.from(settings.values(), (setting) => {
    const byValue = groupBy(setting, ({ params }) => keyOf(params));
    return new Map(
      Array.from(byValue, ([value, same]) => [
        value,
        same.map((point) => ({ loss: toLoss(point.value, metric), seconds: point.seconds })),
      ]),
    );
  });
}

function averageOf(outcomes: readonly Outcome[]): Outcome {
  return {
    loss: meanOf(outcomes.map(({ loss }) => loss)),
    seconds: meanOf(outcomes.map(({ seconds }) => seconds)),
  };
}

/** The best of the first so many: of more, the best would be better by chance alone. */
function bestOf(outcomes: readonly Outcome[], size: number): Outcome {
  return outcomes.slice(0, size).reduce((best, each) => (each.loss < best.loss ? each : best));
}

/** A parameter and those that are zipped with it: they change together. */
function unitOf(space: SearchSpace, name: string): readonly string[] {
  const zip = space[name]?.zip;
  if (zip === undefined) return [name];
  return Object.keys(space).filter((other) => space[other]?.zip === zip);
}

/** What is there, or is what it is, because of these: conditional on them, or worked out. */
function dependentsOf(space: SearchSpace, names: readonly string[]): ReadonlySet<string> {
  const found = new Set(Object.keys(space).filter((name) => space[name]?.kind === 'derived'));
  const begun = new Set(names);
  for (let size = -1; size !== begun.size; ) {
    size = begun.size;
    for (const [name, { when }] of Object.entries(space)) {
      if (when && Object.keys(when).some((parent) => begun.has(parent))) begun.add(name);
    }
  }
  for (const name of begun) if (!names.includes(name)) found.add(name);
  return found;
}

/** The value of a parameter, or of several that are zipped as a list; undefined: none. */
function fromKey(key: string): Json | undefined {
  const values = JSON.parse(key) as readonly Json[];
  return values.length === 1 ? values[0] : values;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
