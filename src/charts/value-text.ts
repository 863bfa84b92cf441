import type { Json } from '../core/json.js';
import { plain } from '../core/words/plain.js';
import { paramValue, shortNumber } from '../results/param-value.js';

/**
 * A parameter's value as a category: equal texts, equal values. A text is itself, `{type: step, gamma:
 * 0.3}` is `step(gamma=0.3)`, null is `none`, and what a point does not have is `-`.
 */
export function valueText(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  const text = paramValue(value, EXACT);
  return CUT.test(text) ? JSON.stringify(value) : text;
}

/** Significant digits that tell all numbers of a sweep file apart. */
const EXACT = 15;
/** What `paramValue` writes where it leaves something out. */
const CUT = /…| more\)/;

/** A number to read: four digits, small ones as powers of ten; `-`: it is none. */
export function numberText(value: number | null): string {
  return value === null || !Number.isFinite(value) ? '-' : shortNumber(value, 4);
}

/** `0.8 s`, `45 s`, `3.5 min`, `2.1 h`. */
export function secondsText(seconds: number): string {
  const [size, unit] = seconds < 60 ? [1, 's'] : seconds < 3600 ? [60, 'min'] : [3600, 'h'];
  return `${Number((seconds / size).toPrecision(2))} ${unit}`;
}

/** At most so many characters on one line: of a longer text the start and the end. */
export function shortMiddle(text: string, most: number): string {
  const clean = plain(text);
  if (clean.length <= most) return clean;
  const characters = [...clean];
  if (characters.length <= most) return clean;
  const head = Math.ceil((most - 1) / 2);
  const tail = characters.slice(characters.length - (most - 1 - head));
  return `${characters.slice(0, head).join('')}…${tail.join('')}`;
}
