import type { Json } from '../../../core/json.js';
import {
  type Condition,
  type Distribution,
  listedValues,
  type Params,
  type SearchSpace,
} from '../../../core/space.js';
import { type Expression, parseExpression } from '../../expressions/expression.js';
import { ExpressionError } from '../../expressions/expression-error.js';
import { scalarOf } from '../../expressions/scalar.js';

/** What of a space is settled at once: a parameter, or several that are zipped. */
export interface Slot {
  /** One, or those zipped, in the file's order. */
  readonly names: readonly string[];
  readonly when: Condition | undefined;
  /** Of several: of lists with a value for each. */
  readonly distribution: Distribution;
  /** Where it is worked out: from these. */
  readonly formula?: Formula;
  /** Parameters of the space that it hangs on. */
  readonly needs: readonly string[];
}

interface Formula {
  readonly names: readonly string[];
  /** NaN, which no parameter takes, where it has no value. */
  valueFor(params: Params): Json;
}

/**
 * A space's slots, each behind those that it hangs on; else in the order of the file.
 *
 * @throws {Error} some hang on each other: a sweep file with such is refused.
 */
export function slotsOf(space: SearchSpace): readonly Slot[] {
  const waiting = declared(space);
  const sorted: Slot[] = [];
  const settled = new Set<string>();
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ needs }) => needs.every((name) => settled.has(name)));
    if (next < 0) throw new Error(`${waiting[0]!.names[0]} hangs on itself`);
    const [slot] = waiting.splice(next, 1);
    for (const name of slot!.names) settled.add(name);
    sorted.push(slot!);
  }
  return sorted;
}

/** What of `params` a slot sets, as its distribution has it; undefined: not all of it is there. */
export function settingOf({ names }: Slot, params: Params): Json | undefined {
  const values = names.map((name) => params[name]);
  if (values.some((value) => value === undefined)) return undefined;
  return names.length === 1 ? values[0] : (values as Json[]);
}

/** A value of a slot's distribution as parameters. */
export function paramsOf({ names }: Slot, value: Json): Params {
  if (names.length === 1) return { [names[0]!]: value };
  return Object.fromEntries(names.map((name, i) => [name, (value as readonly Json[])[i]!]));
}

/** The parameters of a point in the order of the file. */
export function inOrder(space: SearchSpace, params: Params): Params {
  const names = Object.keys(space).filter((name) => params[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, params[name]!]));
}

/** In the order of the file; zipped parameters stand where the first of them does. */
function declared(space: SearchSpace): Slot[] {
  const slots: Slot[] = [];
  const zipped = new Set<string>();
  for (const [name, distribution] of Object.entries(space)) {
    const { zip } = distribution;
    if (zip === undefined) slots.push(slot(space, [name], distribution));
    else if (!zipped.has(zip)) {
      zipped.add(zip);
      const names = Object.keys(space).filter((each) => space[each]!.zip === zip);
      slots.push(slot(space, names, rows(names.map((each) => space[each]!))));
    }
  }
  return slots;
}

function slot(space: SearchSpace, names: readonly string[], distribution: Distribution): Slot {
  const { when } = space[names[0]!]!;
  const formula = distribution.kind === 'derived' ? formulaOf(distribution) : undefined;
  const needs = [...Object.keys(when ?? {}), ...(formula?.names ?? [])];
  return {
    ...{ names, when, distribution },
    ...(formula ? { formula } : {}),
    needs: needs.filter((name) => space[name] !== undefined),
  };
}

/** Zipped parameters as one: the first values of all, the second ones, ... */
function rows(members: readonly Distribution[]): Distribution {
  const columns = members.map((member) => listedValues(member) ?? []);
  const values = columns[0]!.map((_, row) => columns.map((column) => column[row]!));
  const weighted = members.find((member) => member.kind === 'categorical' && member.probabilities);
  const probabilities = weighted?.kind === 'categorical' ? weighted.probabilities : undefined;
  return {
    kind: 'categorical',
    values,
    ordered: members.every(isOrdered),
    ...(probabilities ? { probabilities } : {}),
  };
}

/** Whether values near each other are alike. Numbers are, unless the file says theirs are not. */
export function isOrdered(distribution: Distribution): boolean {
  if (distribution.kind !== 'categorical') return true;
  const { values, ordered } = distribution;
  return ordered ?? values.every((value, i) => i === 0 || Number(value) > Number(values[i - 1]));
}

function formulaOf({
  expression,
  defaults = {},
}: Extract<Distribution, { kind: 'derived' }>): Formula {
  const parsed: Expression = parseExpression(expression);
  return {
    names: parsed.names,
    valueFor(params) {
      try {
        return parsed.valueFor((name) => scalarOf(params[name] ?? defaults[name]));
      } catch (error) {
        if (error instanceof ExpressionError) return Number.NaN;
        throw error;
      }
    },
  };
}
