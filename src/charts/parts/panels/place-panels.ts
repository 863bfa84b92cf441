import { type Ruler, rulerOf } from '../../axis.js';
import type { Frame } from '../../chart.js';
import type { Area, Axis } from '../../scene.js';
import { yLabelWidth } from '../axis-marks.js';
import { cellsIn } from './cells.js';

/** One of several small charts over the same values. */
export interface Panel {
  readonly area: Area & { readonly x: Axis; readonly y: Axis };
  readonly x: Ruler;
  readonly y: Ruler;
  /** Whether it is the first of its row, and has labels at its left. */
  readonly isFirst: boolean;
}

/** As many panels as find room below `head`, each with its own x axis; the first axes have room first. */
export function placePanels(
  frame: Frame,
  head: number,
  axes: readonly Axis[],
  yAxis: Axis,
): readonly Panel[] {
  const cells = cellsIn(frame, head, axes.length);
  const columns = new Set(cells.map((cell) => cell.left)).size;
  const first = cells[0]?.left ?? 0;
  const labels = yLabelWidth(rulerOf(yAxis, 100, 0, 3)) + 10;
  // All are as wide, though only the first of a row have labels.
  const pitch = cells.length === 0 ? 0 : Math.floor((cells[0]!.width * columns - labels) / columns);
  return cells.map((cell, k) => {
    const column = Math.round((cell.left - first) / cell.width);
    const x = axes[k]!;
    const area = {
      left: first + labels + column * pitch + INSET,
      top: cell.top + TOP,
      width: Math.max(10, pitch - 2 * INSET - 12),
      height: Math.max(20, cell.height - TOP - BOTTOM),
      ...{ x, y: yAxis },
    };
    const bottom = area.top + area.height;
    return {
      area,
      isFirst: cell.isFirst,
      x: rulerOf(x, area.left, area.left + area.width, Math.max(3, Math.round(area.width / 60))),
      y: rulerOf(yAxis, bottom, area.top, Math.max(2, Math.round(area.height / 40))),
    };
  });
}

/** So that marks at the ends lie beside the axes. */
export const INSET = 8;
const TOP = 20;
const BOTTOM = 26;
