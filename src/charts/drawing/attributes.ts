import { xmlText } from './xml-text.js';

/** ` name="value" ...`, those that are undefined left out. */
export function attributes(values: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(values)
    .flatMap(([name, value]) => {
      if (value === undefined) return [];
      return ` ${name}="${typeof value === 'number' ? number(value) : xmlText(value)}"`;
    })
    .join('');
}

/** Rounded to hundredths of a pixel, which nobody sees and every machine writes the same. */
export function number(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return String(Object.is(rounded, -0) ? 0 : rounded);
}
