import { mixed } from './colors.js';
import type { Color } from './scene.js';

type SeriesColor = Extract<Color, `series-${number}`>;
export type FixedColor = Exclude<Color, SeriesColor | `scale-${number}`>;

export const FIXED: readonly FixedColor[] = [
  ...(['ink', 'muted', 'grid', 'paper'] as const),
  ...(['accent', 'good', 'bad'] as const),
];

/** Blue and vermilion first, which differ most; null: ink, which is the eighth of theirs. */
export const SERIES: Readonly<Record<SeriesColor, string | null>> = {
  'series-0': '#0072b2',
  'series-1': '#d55e00',
  'series-2': '#009e73',
  'series-3': '#cc79a7',
  'series-4': '#e69f00',
  'series-5': '#56b4e9',
  'series-6': null,
  'series-7': '#f0e442',
};

export const SERIES_COLORS: readonly SeriesColor[] = [
  ...(['series-0', 'series-1', 'series-2', 'series-3'] as const),
  ...(['series-4', 'series-5', 'series-6', 'series-7'] as const),
];

/** Of a share in [0, 1]. */
export function viridis(share: number): string {
  const place = share * (VIRIDIS.length - 1);
  const from = Math.min(VIRIDIS.length - 2, Math.floor(place));
  return mixed(VIRIDIS[from]!, VIRIDIS[from + 1]!, place - from);
}

/** At even steps. */
const VIRIDIS = [
  ...['#440154', '#482878', '#3e4989', '#31688e', '#26828e'],
  ...['#1f9e89', '#35b779', '#6ece58', '#b5de2b', '#fde725'],
];
