/** A point of a scatter, and how it is drawn; later ones cover earlier ones. */
export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly mark: string;
}

export interface ScatterAxes {
  /** How values are written at an axis's ends. */
  readonly xText: (value: number) => string;
  readonly yText: (value: number) => string;
  /** What lies along the bottom. */
  readonly xTitle: string;
}

/**
 * Dots between two axes, in plain characters: y upward, x to the right, on a log scale where x spans
 * more than a factor of twenty. Empty for dots without a range either way.
 */
export function scatter(
  dots: readonly Dot[],
  { xText, yText, xTitle }: ScatterAxes,
  width: number,
): readonly string[] {
  const [left, right] = ends(dots.map(({ x }) => x));
  const [bottom, top] = ends(dots.map(({ y }) => y));
  if (!(right > left && top > bottom)) return [];
  const isLog = left > 0 && right / left > LOG_FROM;
  const scale = isLog ? Math.log : (value: number) => value;
  const [high, low] = [yText(top), yText(bottom)];
  const margin = Math.max(high.length, low.length);
  const columns = Math.min(WIDEST, width - margin - 2);
  if (columns < NARROWEST) return [];
  const cells = Array.from({ length: ROWS }, () => Array.from({ length: columns }, () => ' '));
  for (const { x, y, mark } of dots) {
    const along = (scale(x) - scale(left)) / (scale(right) - scale(left));
    const row = Math.round(((top - y) / (top - bottom)) * (ROWS - 1));
    cells[row]![Math.round(along * (columns - 1))] = mark;
  }
  const lines = cells.map((row, r) => {
    const label = r === 0 ? high : r === ROWS - 1 ? low : '';
    return `${label.padStart(margin)} |${row.join('')}`.trimEnd();
  });
  const indent = ' '.repeat(margin + 2);
  const [from, to] = [xText(left), xText(right)];
  const title = `${xTitle}${isLog ? ' (log scale)' : ''}`;
  const gap = Math.max(2, columns - from.length - to.length - title.length);
  const before = ' '.repeat(Math.floor(gap / 2));
  const after = ' '.repeat(Math.ceil(gap / 2));
  return [
    ...lines,
    `${' '.repeat(margin)} +${'-'.repeat(columns)}`,
    `${indent}${from}${before}${title}${after}${to}`,
  ];
}

const ROWS = 14;
const WIDEST = 66;
const NARROWEST = 30;
const LOG_FROM = 20;

function ends(values: readonly number[]): readonly [number, number] {
  return values.reduce<readonly [number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}
