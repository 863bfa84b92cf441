import type { Color } from '../../../charts/scene.js';
import type { Style } from '../../text/style.js';

/** What comes nearest to a chart's color of the few that every terminal has. */
export function terminalColor(color: Color, style: Style): (text: string) => string {
  if (color.startsWith('scale-')) {
    const share = Number(color.slice('scale-'.length)) / 100;
    return style[SCALE[Math.min(SCALE.length - 1, Math.floor(share * SCALE.length))]!];
  }
  const name = Object.hasOwn(NEAREST, color) ? NEAREST[color] : undefined;
  return name ? style[name] : (text) => text;
}

const NEAREST: Readonly<Record<string, keyof Style>> = {
  ...{ muted: 'dim', grid: 'dim', accent: 'blue', good: 'green', bad: 'red' },
  ...{ 'series-0': 'blue', 'series-1': 'red', 'series-2': 'green', 'series-3': 'magenta' },
  ...{ 'series-4': 'yellow', 'series-5': 'cyan', 'series-6': 'bold', 'series-7': 'yellow' },
};

/** From worst to best, in the order of viridis. */
const SCALE = ['magenta', 'blue', 'cyan', 'green', 'yellow'] as const;
