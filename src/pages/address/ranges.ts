import type { Brush, Stretch } from '../../charts/chart.js';
import { asWord, ofWord } from './words.js';

/** `NAME:LOW..HIGH`. */
export function writeStretch(name: string, { low, high }: Stretch): string {
  return `${asWord(name)}:${low}..${high}`;
}

/** `NAME:LOW..HIGH` of numbers, `NAME=A,B` of categories. */
export function writeBrush(name: string, brush: Brush): string {
  if ('low' in brush) return writeStretch(name, brush);
  return `${asWord(name)}=${brush.values.map(asWord).join(',')}`;
}

/** Undefined: it is none. */
export function readStretch(text: string): readonly [string, Stretch] | undefined {
  const [, name, low, high] = /^([^:=,]+):(\S+?)\.\.(\S+)$/.exec(text) ?? [];
  if (name === undefined) return undefined;
  const stretch = { low: Number(low), high: Number(high) };
  const sound = Number.isFinite(stretch.low) && Number.isFinite(stretch.high);
  return sound && stretch.low <= stretch.high ? [ofWord(name), stretch] : undefined;
}

/** Undefined: it is none. */
export function readBrush(text: string): readonly [string, Brush] | undefined {
  const [, name, values] = /^([^:=,]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || values === undefined) return readStretch(text);
  return [ofWord(name), { values: values === '' ? [] : values.split(',').map(ofWord) }];
}
