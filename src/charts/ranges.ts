import type { Brush, Stretch } from './chart.js';

/**
 * `NAME:LOW..HIGH` of numbers, either end open, or `NAME=A,B` of categories, in which `%2C` is a
 * comma, as in an address. Undefined: it is neither.
 */
export function readBrush(text: string): readonly [name: string, Brush] | undefined {
  const [, name, values] = /^([^:=,]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || values === undefined) return readStretch(text);
  return [decoded(name), { values: values === '' ? [] : values.split(',').map(decoded) }];
}

/** `NAME:LOW..HIGH`. Undefined: it is none. */
export function readStretch(text: string): readonly [name: string, Stretch] | undefined {
  const [, name, from, to] = /^([^:=,]+):(\S*?)\.\.(\S*)$/.exec(text) ?? [];
  if (name === undefined || (from === '' && to === '')) return undefined;
  const low = from === '' ? Number.NEGATIVE_INFINITY : Number(from);
  const high = to === '' ? Number.POSITIVE_INFINITY : Number(to);
  return low <= high ? [decoded(name), { low, high }] : undefined;
}

function decoded(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}
