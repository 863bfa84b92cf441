import type { Frame } from '../../chart.js';

/** A place for one of several small charts. */
export interface Cell {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Whether it is the first of its row. */
  readonly isFirst: boolean;
}

/**
 * Places for as many small charts as find room below `head`, of a shape that lets them be read.
 */
export function cellsIn(frame: Frame, head: number, wanted: number): readonly Cell[] {
  const [width, height] = [frame.width - 2 * SIDE, frame.height - head - SIDE];
  const most = Math.max(1, Math.floor(width / LEAST_WIDTH));
  const mostRows = Math.max(1, Math.floor(height / LEAST_HEIGHT));
  const count = Math.min(wanted, most * mostRows);
  const shapes = Array.from({ length: Math.min(most, count) }, (_, k) => {
    const columns = k + 1;
    const rows = Math.ceil(count / columns);
    return { columns, rows, side: Math.min(width / columns, (SHAPE * height) / rows) };
  });
  const { columns, rows } = shapes.reduce((best, each) => (each.side > best.side ? each : best));
  return Array.from({ length: count }, (_, k) => {
    const [column, row] = [k % columns, Math.floor(k / columns)];
    return {
      left: SIDE + (column * width) / columns,
      top: head + (row * height) / rows,
      width: width / columns,
      height: height / rows,
      isFirst: column === 0,
    };
  });
}

const SIDE = 8;
const LEAST_WIDTH = 140;
const LEAST_HEIGHT = 110;
/** Width of a cell over its height, at best. */
const SHAPE = 1.3;
