import { z } from 'zod';
import type { Json } from '../../core/json.js';
import { listedValues } from '../../core/space.js';
import type { OptionsOf } from '../../dialects/option-names.js';
import { drawnAxis } from '../../search/spaces/finite-points.js';
import { gridAxis } from '../../search/spaces/grid-axis.js';
import type { FileReading } from '../file/reading.js';
import { readParameter } from '../space/read-parameter.js';
import type { Path } from '../words/findings.js';
import { type FlatOption, kindOf, nearestOf, takenBy } from './flat-option.js';
import { isFields, type Unknown } from './given.js';
import type { Rewriting } from './rewriting.js';

interface Value {
  readonly value: unknown;
  readonly path: Path;
}

/**
 * Puts options into the choices that have them: `scheduler: [step, cosine]` beside `gamma: [0.1,
 * 0.5]` becomes `step` with each gamma, and `cosine`. Changes `entries`; returns the options that no
 * choice of this file has.
 */
export function readOptions(
  entries: Map<string, unknown>,
  given: readonly FlatOption[],
  method: unknown,
  spelling: FileReading['spelling'],
  rewriting: Rewriting,
): readonly Unknown[] {
  return [...new Set(given.map(({ of }) => of))].flatMap((of) => {
    const own = given.filter((option) => option.of === of);
    const base = baseOf(entries.get(of.parameter), of, own, rewriting);
    if (!base) return own.map((option) => ({ ...option, nearest: nearestOf(option) }));
    const homeless = own.filter(
      (option) => !base.values.some(({ value }) => takenBy(option, value)),
    );
    const taken = own.filter((option) => !homeless.includes(option));
    const lists = taken.map((option) => ({
      option,
      values: valuesOf(option, isGrid(method), spelling, rewriting),
    }));
    const expanded = base.values.map((value) => expand(value, lists, rewriting));
    const count = expanded.reduce((sum, values) => sum + values.length, 0);
    if (count > MOST_VALUES) {
      const message = `${own.map(({ name }) => name).join(', ')} make ${count} values of ${of.parameter}: expected at most ${MOST_VALUES}`;
      rewriting.findings.error(own[0]!.path, message, 'key');
      return [];
    }
    entries.set(of.parameter, entryOf(expanded, base.weights, method));
    moveAll(of.parameter, expanded, rewriting);
    tell(taken, base, rewriting);
    return homeless.map((option) => ({ ...option, nearest: nearestOf(option) }));
  });
}

const MOST_VALUES = 1000;

interface Base {
  readonly values: readonly Value[];
  /** As the file gives them. */
  readonly weights: readonly number[] | undefined;
  /** Why these, where the file names none. */
  readonly inferred?: string;
}

/** The choices that options go into: the file's, or the only one that has them all. */
function baseOf(
  entry: unknown,
  of: OptionsOf,
  own: readonly FlatOption[],
  { writtenAt }: Rewriting,
): Base | undefined {
  const at = writtenAt(['parameters', of.parameter]);
  if (isFields(entry)) {
    if ('value' in entry) {
      return { values: [{ value: entry.value, path: [...at, 'value'] }], weights: undefined };
    }
    if (!Array.isArray(entry.values)) return undefined;
    const values = entry.values.map((value, i) => ({ value, path: [...at, 'values', i] }));
    return { values, weights: weightsOf(entry.probabilities, values.length) };
  }
  const kinds = [...of.kinds.keys()].filter((kind) =>
    own.every((option) => takenBy(option, kind) !== undefined),
  );
  const isPlain = kinds.length === of.kinds.size;
  const kind = isPlain || kinds.length === 1 ? kinds[0] : undefined;
  // A bare `patience` is as often that of early stopping.
  if (kind === undefined || (!isPlain && !own.some(({ sure }) => sure))) return undefined;
  const why = isPlain ? 'is taken where none is named' : 'alone has it, so it is what is meant';
  const { path } = own[0]!;
  return { values: [{ value: kind, path }], weights: undefined, inferred: `${kind} ${why}` };
}

function weightsOf(given: unknown, count: number): readonly number[] | undefined {
  const isUsable =
    Array.isArray(given) &&
    given.length === count &&
    given.every((weight) => typeof weight === 'number');
  return isUsable ? given : undefined;
}

function isGrid(method: unknown): boolean {
  return method === undefined || method === null || kindOf(method) === 'grid';
}

/** What an option is tried at, listed; without end: what it is drawn from, but for a grid. */
function valuesOf(
  { name, path, entry }: FlatOption,
  listsAll: boolean,
  spelling: FileReading['spelling'],
  { findings }: Rewriting,
): readonly Value[] {
  const def = { summary: '', fallback: null, range: 'real', schema: z.any() } as const;
  const reading = { name, def, schema: z.any(), path, findings, spelling };
  const distribution = readParameter(entry, reading);
  if (!distribution) return [];
  const listed = listedValues(distribution);
  if (listed) {
    const key = distribution.kind === 'constant' ? () => ['value'] : (i: number) => ['values', i];
    return listed.map((value, i) => ({ value, path: [...path, ...key(i)] }));
  }
  if (!listsAll && drawnAxis(distribution) === undefined) return [{ value: entry, path }];
  const axis =
    gridAxis(distribution) ??
    (distribution.kind === 'uniform' ? gridAxis({ ...distribution, count: POINTS }) : undefined);
  if (!axis || axis.size > MOST_VALUES) {
    findings.error(path, `an option of a choice is listed: expected values for ${name}`, 'key');
    return [];
  }
  if (gridAxis(distribution) === undefined) {
    const message = `${name} is tried at ${POINTS} points of its range, as options of a choice are listed`;
    findings.warn(path, message, 'key');
  }
  return Array.from({ length: axis.size }, (_, i) => ({ value: rounded(axis.at(i)), path }));
}

/** Points that a continuous range of an option is tried at. */
const POINTS = 9;

interface Expanded {
  readonly value: unknown;
  readonly path: Path;
  /** Where its options came from. */
  readonly options: readonly (readonly [option: string, path: Path])[];
}

/** A choice with every combination of the options that it takes. */
function expand(
  { value, path }: Value,
  lists: readonly { readonly option: FlatOption; readonly values: readonly Value[] }[],
  { findings }: Rewriting,
): readonly Expanded[] {
  let all: Expanded[] = [{ value, path, options: [] }];
  for (const { option, values } of lists) {
    const name = takenBy(option, value);
    if (name === undefined || values.length === 0) continue;
    if (isFields(value) && name in value) {
      const message = `${option.name} is set here and in ${kindOf(value)} itself: remove one of the two`;
      findings.error(option.path, message, 'key');
      continue;
    }
    if (all.length * values.length > MOST_VALUES * 10) break;
    all = all.flatMap((each) =>
      values.map((one) => ({
        value: { ...(isFields(each.value) ? each.value : { type: each.value }), [name]: one.value },
        path,
        options: [...each.options, [name, one.path] as const],
      })),
    );
  }
  return all;
}

/** Each choice keeps the weight it had, however many it became; a grid knows no weights. */
function entryOf(
  expanded: readonly (readonly Expanded[])[],
  weights: readonly number[] | undefined,
  method: unknown,
): unknown {
  const values = expanded.flat().map(({ value }) => value);
  if (values.length === 1) return { value: values[0] };
  const isEven = expanded.every((each) => each.length === expanded[0]!.length);
  if (!weights && (isEven || isGrid(method))) return { values };
  const probabilities = expanded.flatMap((each, i) =>
    each.map(() => (weights?.[i] ?? 1 / expanded.length) / each.length),
  );
  return { values, probabilities };
}

function moveAll(
  parameter: string,
  expanded: readonly (readonly Expanded[])[],
  { moved }: Rewriting,
): void {
  const all = expanded.flat();
  for (const [i, { path, options }] of all.entries()) {
    const ours = ['parameters', parameter, ...(all.length === 1 ? ['value'] : ['values', i])];
    moved(ours, path);
    for (const [option, from] of options) moved([...ours, option], from);
  }
}

function rounded(value: Json): Json {
  return typeof value === 'number' ? Number(value.toPrecision(12)) : value;
}

function tell(
  taken: readonly FlatOption[],
  { values, inferred }: Base,
  { alias }: Rewriting,
): void {
  for (const option of taken) {
    const kinds = new Map(values.map(({ value }) => [kindOf(value), takenBy(option, value)]));
    const names = [...new Set([...kinds.values()].filter((name) => name !== undefined))];
    const takers = names.map((name) => {
      const own = [...kinds].filter(([, each]) => each === name).map(([kind]) => kind);
      return `${name} of ${option.of.parameter} ${own.join(' and ')}`;
    });
    const others = [...kinds].filter(([, name]) => name === undefined).map(([kind]) => kind);
    const without = others.length > 0 ? `not of ${others.join(' and ')}` : undefined;
    alias(option.path, option.name, takers.join(', '), { at: 'key', remark: inferred ?? without });
  }
}
