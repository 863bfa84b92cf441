import { type Json, typeOf } from '../../../core/json.js';
import { type Distribution, listedValues } from '../../../core/space.js';
import { categoryAt, valueAt } from '../distribution.js';
import { optionAt, withOptions } from '../options.js';
import { categoryMiddle, unitOf } from '../unit-of.js';
import { fits, keyOf } from './condition.js';
import type { Slot } from './slots.js';

/** One thing that is drawn by a number of its own, and its name in the space. */
export interface Part {
  readonly name: string;
  readonly distribution: Distribution;
}

/** A slot's value, put together of what is drawn: itself, and the options of each of its choices. */
export interface Parts {
  /** Itself first. */
  readonly all: readonly Part[];
  /** Asks for no number of a part that has a single value. */
  valueAt(unit: (name: string) => number): Json;
  /** The way back: what each of the parts that the value has is set to; null: it is none of the slot's. */
  valuesOf(value: Json): ReadonlyMap<string, Json> | null;
  /** Further back: the numbers of those parts. */
  unitsOf(value: Json): ReadonlyMap<string, number> | null;
}

export function partsOf({ names, distribution }: Slot): Parts {
  const name = names.join('+');
  if (distribution.kind !== 'categorical' || !distribution.options) {
    const own = { name, distribution };
    return {
      all: [own],
      valueAt: (unit) => drawn(own, unit),
      valuesOf: (value) => new Map([[name, value]]),
      unitsOf: (value) => unitsOfPlain(own, value),
    };
  }
  const { options, ...plain } = distribution;
  const own: Part = { name, distribution: plain };
  const { values } = plain;
  const inner = values.map((value, place) => {
    const kind = kindOf(values, place);
    return Object.entries(options[place] ?? {}).map(([path, each]) => {
      return { path, value, name: `${name}.${kind}.${path}`, distribution: each };
    });
  });

  /** Which choice a value is, and its options, each as it is and as its numbers. */
  function taken(value: Json) {
    for (const [place, example] of values.entries()) {
      if (plain.probabilities?.[place] === 0) continue;
      const given = inner[place]!.map(({ path }) => optionAt(value, path));
      if (given.includes(undefined)) continue;
      const picks = inner[place]!.map((part, i) => [part.path, given[i]!] as const);
      if (keyOf(withOptions(example, Object.fromEntries(picks))) !== keyOf(value)) continue;
      const units = inner[place]!.map((part, i) => unitsOfPlain(part, given[i]!));
      if (units.includes(null)) continue;
      const set = inner[place]!.map((part, i) => [part.name, given[i]!] as const);
      return { place, example, set, units: units.flatMap((each) => [...each!]) };
    }
    return null;
  }

  return {
    all: [own, ...inner.flat()],
    valueAt(unit) {
      const place = values.length === 1 ? 0 : categoryAt(plain, unit(name));
      const picks = inner[place]!.map((part) => [part.path, drawn(part, unit)] as const);
      return withOptions(values[place]!, Object.fromEntries(picks));
    },
    valuesOf(value) {
      const found = taken(value);
      return found && new Map([[name, found.example], ...found.set]);
    },
    unitsOf(value) {
      const found = taken(value);
      return found && new Map([[name, categoryMiddle(plain, found.place)], ...found.units]);
    },
  };
}

function drawn({ name, distribution }: Part, unit: (name: string) => number): Json {
  return valueAt(distribution, isSettled(distribution) ? 0.5 : unit(name));
}

function unitsOfPlain(
  { name, distribution }: Part,
  value: Json,
): ReadonlyMap<string, number> | null {
  if (distribution.kind === 'constant') return new Map();
  try {
    return new Map([[name, unitOf(distribution, value)]]);
  } catch {
    return null;
  }
}

/** Whether there is nothing to draw. */
export function isSettled(distribution: Distribution): boolean {
  return listedValues(distribution)?.length === 1;
}

/** The name of a choice in the names of its options: its type, with its place where others have it. */
function kindOf(values: readonly Json[], place: number): string {
  const value = values[place]!;
  const type = typeOf(value);
  if (type === undefined) return String(place);
  const alike = values.filter((each) => fits(type, each));
  return alike.length === 1 ? type : `${type}.${place}`;
}
