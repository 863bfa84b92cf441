import { type Ruler, rulerOf } from '../../../axis.js';
import type { Cell } from '../../../parts/cells.js';
import type { Dimension } from '../../../parts/params/dimensions.js';
import { withListed } from '../../../parts/params/listed-ticks.js';
import type { Area, Axis } from '../../../scene.js';

/** A parameter's own small chart. */
export interface Slice {
  readonly dimension: Dimension;
  readonly area: Area & { readonly x: Axis; readonly y: Axis };
  readonly x: Ruler;
  readonly y: Ruler;
  /** Whether it has labels at its left. */
  readonly isFirst: boolean;
}

/** `left`: pixels for the labels of the first of each row. */
export function placeSlices(
  cells: readonly Cell[],
  placed: readonly { readonly dimension: Dimension; readonly x: Axis }[],
  yAxis: Axis,
  left: number,
): readonly Slice[] {
  const columns = new Set(cells.map((cell) => cell.left)).size;
  const first = cells[0]?.left ?? 0;
  // All are as wide, though only the first of a row have labels.
  const gap = cells.length === 0 ? 0 : ((cells[0]!.width * columns - left) / columns) | 0;
  return cells.map((cell, k) => {
    const { dimension, x } = placed[k]!;
    const column = Math.round((cell.left - first) / cell.width);
    const area = {
      left: first + left + column * gap + INSET,
      top: cell.top + 20,
      width: gap - 2 * INSET - 12,
      height: Math.max(20, cell.height - 20 - BOTTOM),
      x,
      y: yAxis,
    };
    const [from, to] = [area.left, area.left + area.width];
    const bottom = area.top + area.height;
    const ruler = rulerOf(x, from, to, Math.max(2, Math.round(area.width / 60)));
    return {
      dimension,
      area,
      isFirst: cell.isFirst,
      x: withListed(ruler, dimension, 26),
      y: rulerOf(yAxis, bottom, area.top, Math.max(2, Math.round(area.height / 40))),
    };
  });
}

/** So that marks at the ends lie beside the axes. */
const INSET = 8;
const BOTTOM = 26;
