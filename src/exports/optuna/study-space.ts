import type { Json } from '../../core/json.js';
import type { Params } from '../../core/space.js';
import { withOptions } from '../../search/spaces/options.js';
import { keyOf } from '../../search/spaces/ties/condition.js';
import { isSettled, partsOf } from '../../search/spaces/ties/parts.js';
import { settingOf, slotsOf } from '../../search/spaces/ties/slots.js';
import type { SweepResults } from '../sweep/sweep-results.js';
import { distributionFor, type OptunaDistribution } from './distribution.js';

/** A sweep's space as Optuna has spaces: flat, each parameter with a distribution of its own. */
export interface StudySpace {
  readonly distributions: ReadonlyMap<string, OptunaDistribution>;
  /** What all trials have in common. */
  readonly constants: Params;
  pointOf(params: Params): StudyPoint;
}

export interface StudyPoint {
  /** What was drawn, by the names of `distributions`; a point has not all. */
  readonly drawn: ReadonlyMap<string, Json>;
  /** What was not: derived, zipped (the drawn one has them together), or not of the space. */
  readonly rest: Params;
}

/**
 * A choice whose options are drawn is a parameter, and so is each such option
 * (`scheduler.step.step_size`). Zipped parameters are one whose values are lists
 * (`batch_size+learning_rate`).
 */
export function studySpace({
  sweep: { spec },
  rows,
}: Pick<SweepResults, 'sweep' | 'rows'>): StudySpace {
  const slots = slotsOf(spec.space)
    .filter(({ formula }) => !formula)
    .map((slot) => ({
      slot,
      parts: partsOf(slot),
      name: slot.names.join('+'),
      shown: shownIn(slot),
    }));

  function pointOf(params: Params): StudyPoint {
    const drawn = new Map<string, Json>();
    const whole = new Set<string>();
    for (const { slot, parts, name, shown } of slots) {
      const setting = settingOf(slot, params);
      if (setting === undefined) continue;
      const values = parts.valuesOf(setting) ?? new Map([[name, setting]]);
      for (const [part, value] of values) drawn.set(part, part === name ? shown(value) : value);
      if (slot.names.length === 1) whole.add(name);
    }
    const rest = Object.entries(params).filter(([name]) => !whole.has(name));
    return { drawn, rest: Object.fromEntries(rest) };
  }

  const seen = new Map<string, Map<string, Json>>();
  for (const { params } of rows) {
    for (const [name, value] of pointOf(params).drawn) {
      const values = seen.get(name) ?? new Map<string, Json>();
      seen.set(name, values.set(JSON.stringify(value), value));
    }
  }
  const all = slots.flatMap(({ parts, name, shown }) =>
    parts.all.map((part) => {
      const { distribution } = part;
      if (part.name !== name || distribution.kind !== 'categorical') return part;
      return { name, distribution: { ...distribution, values: distribution.values.map(shown) } };
    }),
  );
  const varied = all.filter(({ name, distribution }) => {
    return !isSettled(distribution) || (seen.get(name)?.size ?? 0) > 1;
  });
  const distributions = new Map(
    varied.map(({ name, distribution }) => {
      return [name, distributionFor(distribution, [...(seen.get(name)?.values() ?? [])])] as const;
    }),
  );
  const settled = all.filter(({ name }) => !distributions.has(name));
  const constants = settled.flatMap(({ name }) => {
    const [value] = seen.get(name)?.values() ?? [];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    distributions,
    constants: Object.fromEntries(constants),
    pointOf(params) {
      const point = pointOf(params);
      return {
        ...point,
        drawn: new Map([...point.drawn].filter(([name]) => distributions.has(name))),
      };
    },
  };
}

/** How a choice is shown whose options are drawn: with a star for each, as they have values of their own. */
function shownIn({ distribution }: ReturnType<typeof slotsOf>[number]): (value: Json) => Json {
  if (distribution.kind !== 'categorical' || !distribution.options) return (value) => value;
  const { values, options } = distribution;
  return (value) => {
    const place = values.findIndex((each) => keyOf(each) === keyOf(value));
    const paths = Object.keys(options[place] ?? {});
    return withOptions(value, Object.fromEntries(paths.map((path) => [path, '*'])));
  };
}
