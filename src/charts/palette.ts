import { FIXED, type FixedColor, SERIES, SERIES_COLORS, viridis } from './color-maps.js';
import { readable } from './colors.js';
import type { Color } from './scene.js';

/** What roles look like: a color as SVG and canvas take it. */
export type Palette = (color: Color) => string;

/**
 * Series are told apart without red or green (Okabe and Ito, 2008: "Color Universal Design"), scales
 * by lightness too (viridis, van der Walt and Smith, 2015); each moved toward ink where it would not
 * stand out from paper by 3 to 1 (WCAG 2.2, 1.4.11). Texts stand out by 4.5 to 1.
 */
export const light = schemeOf({
  ...{ paper: '#ffffff', ink: '#1b1e24', muted: '#646a75', grid: '#e3e5e9' },
  ...{ accent: '#0063a6', good: '#00724f', bad: '#b3400a' },
});

export const dark = schemeOf({
  ...{ paper: '#15181d', ink: '#e8eaee', muted: '#9aa1ad', grid: '#2b3038' },
  ...{ accent: '#5cb3f0', good: '#3ec79a', bad: '#f08a52' },
});

/** For a page, where `paletteCss` says what they are. */
export const variables: Palette = (color) => `var(--chart-${roleOf(color)})`;

/** Light, or dark where the system says so; `data-theme` of the root (`light`, `dark`) goes first. */
export function paletteCss(): string {
  return [
    `:root{${declarations(light)}}`,
    `@media (prefers-color-scheme:dark){:root:not([data-theme="light"]){${declarations(dark)}}}`,
    `:root[data-theme="dark"]{${declarations(dark)}}`,
  ].join('\n');
}

function declarations(palette: Palette): string {
  return COLORS.map((color) => `--chart-${color}:${palette(color)}`).join(';');
}

/** A value's color, by its share of the way from the worst to the best. */
export function scaleColor(share: number): Color {
  return `scale-${Math.min(99, Math.max(0, Math.floor(share * 100)))}`;
}

/** The color of the nth of a few. */
export function seriesColor(index: number): Color {
  return SERIES_COLORS[index % SERIES_COLORS.length]!;
}

const COLORS: readonly Color[] = [
  ...FIXED,
  ...SERIES_COLORS,
  ...Array.from({ length: 100 }, (_, i) => scaleColor((i + 0.5) / 100)),
];

function schemeOf(fixed: Readonly<Record<FixedColor, string>>): Palette {
  const known = new Map<string, string>(Object.entries(fixed));
  const mark = (hex: string) => readable(hex, fixed.paper, 3);
  for (const color of SERIES_COLORS) known.set(color, mark(SERIES[color] ?? fixed.ink));
  for (let i = 0; i < 100; i += 1) known.set(`scale-${i}`, mark(viridis(i / 99)));
  return (color) => known.get(roleOf(color)) ?? fixed.ink;
}

/** `scale-05` is `scale-5`. */
function roleOf(color: Color): string {
  return color.replace(/-0(?=\d)/, '-');
}
