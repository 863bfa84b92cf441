import { asWord, ofWord } from './words.js';

/** One key of an address' query. */
export interface Field<T> {
  /** Throws nothing: what we never wrote is left out. */
  readonly read: (texts: readonly string[]) => T;
  /** One text for each time that it stands in the address. */
  readonly write: (value: T) => readonly string[];
}

/** A field for each key. */
export type Fields<State> = { readonly [Name in keyof State]: Field<State[Name]> };

export function readFields<State>(fields: Fields<State>, query: URLSearchParams): State {
  const names = Object.keys(fields) as (keyof State & string)[];
  return Object.fromEntries(
    names.map((name) => [name, fields[name].read(query.getAll(name))]),
  ) as State;
}

export function optional<T>(
  read: (text: string) => T | null,
  write: (value: T) => string,
): Field<T | null> {
  return {
    read: ([text]) => (text ? read(text) : null),
    write: (value) => (value === null ? [] : [write(value)]),
  };
}

export function listOf<T extends string | number>(
  read: (text: string) => T | undefined,
): Field<readonly T[]> {
  return {
    read: (texts) =>
      texts.flatMap((text) =>
        text.split(',').flatMap((each) => {
          const value = each === '' ? undefined : read(ofWord(each));
          return value === undefined ? [] : [value];
        }),
      ),
    write: (values) => (values.length === 0 ? [] : [values.map(asWord).join(',')]),
  };
}

/** One for each name. */
export function pairs<T>(
  read: (text: string) => readonly [string, T] | undefined,
  write: (name: string, value: T) => string,
): Field<Readonly<Record<string, T>>> {
  return {
    read: (texts) => Object.fromEntries(texts.map(read).filter((pair) => pair !== undefined)),
    write: (values) => Object.entries(values).map(([name, value]) => write(name, value)),
  };
}

/** Of a trial or a sweep. */
export function readId(text: string): number | undefined {
  return /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}
