import { expect, test } from 'vitest';
import { contrast } from '../../src/charts/colors.js';
import {
  dark,
  light,
  paletteCss,
  scaleColor,
  seriesColor,
  variables,
} from '../../src/charts/palette.js';

const scale = Array.from({ length: 100 }, (_, i) => scaleColor(i / 100));
const series = Array.from({ length: 8 }, (_, i) => seriesColor(i));

test.each([
  ['light', light],
  ['dark', dark],
])('%s: texts stand out from paper by 4.5 to 1, marks by 3 to 1', (_, palette) => {
  const paper = palette('paper');
  for (const role of ['ink', 'muted', 'accent', 'good', 'bad'] as const) {
    expect(contrast(palette(role), paper), role).toBeGreaterThanOrEqual(4.5);
  }
  for (const role of [...series, ...scale]) {
    expect(contrast(palette(role), paper), role).toBeGreaterThanOrEqual(3);
  }
  expect(new Set(series.map(palette)).size).toBe(8);
});

test('contrast is that of the W3C', () => {
  // https://www.w3.org/WAI/WCAG22/Techniques/general/G18: black on white is 21; #777777 is 4.48.
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

test('a share is a color of the scale, also written with two digits', () => {
  expect([0, 0.054, 1].map(scaleColor)).toEqual(['scale-0', 'scale-5', 'scale-99']);
  expect(light('scale-05')).toBe(light('scale-5'));
  expect(variables('scale-05')).toBe('var(--chart-scale-5)');
});

test('a page gets every color as a variable, in both schemes', () => {
  const css = paletteCss();
  for (const role of [...series, ...scale, 'ink', 'paper'] as const) {
    const name = variables(role).slice('var('.length, -1);
    for (const palette of [light, dark]) expect(css).toContain(`${name}:${palette(role)}`);
  }
});
