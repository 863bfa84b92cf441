import type { Brush, Stretch } from '../chart.js';
import { asWord, ofWord } from './words.js';

/**
 * `NAME:LOW..HIGH` of numbers, either end open, or `NAME=A,B` of categories, in which `%2C` is a
 * comma, as in an address. Undefined: it is neither.
 */
export function readBrush(text: string): readonly [name: string, Brush] | undefined {
  const [, name, values] = /^([^:=,]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || values === undefined) return readStretch(text);
  return [ofWord(name), { values: values === '' ? [] : values.split(',').map(ofWord) }];
}

/** `NAME:LOW..HIGH`. Undefined: it is none. */
export function readStretch(text: string): readonly [name: string, Stretch] | undefined {
  const [, name, from, to] = /^([^:=,]+):(\S*?)\.\.(\S*)$/.exec(text) ?? [];
  if (name === undefined || (from === '' && to === '')) return undefined;
  const low = from === '' ? Number.NEGATIVE_INFINITY : Number(from);
  const high = to === '' ? Number.POSITIVE_INFINITY : Number(to);
  return low <= high ? [ofWord(name), { low, high }] : undefined;
}

/** The same of both ends and some length. */
export function readZoom(text: string): readonly [name: string, Stretch] | undefined {
  const zoom = readStretch(text);
  if (!zoom) return undefined;
  const [, { low, high }] = zoom;
  return low < high && Number.isFinite(low) && Number.isFinite(high) ? zoom : undefined;
}

export function writeBrush(name: string, brush: Brush): string {
  if ('low' in brush) return writeStretch(name, brush);
  return `${asWord(name)}=${brush.values.map(asWord).join(',')}`;
}

export function writeStretch(name: string, { low, high }: Stretch): string {
  return `${asWord(name)}:${endText(low)}..${endText(high)}`;
}

function endText(end: number): string {
  return Number.isFinite(end) ? String(end) : '';
}
