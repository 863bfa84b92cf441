import { type Ruler, xRuler, yRuler } from '../axis.js';
import type { Frame } from '../chart.js';
import type { Area, Axis, Mark } from '../scene.js';
import {
  axisRoom,
  gridMarks,
  overhang,
  xAxisMarks,
  yAxisMarks,
  yLabelWidth,
} from './axis-marks.js';
import { heading } from './heading.js';
import type { LegendEntry } from './legend.js';

/** A chart with one area: where it lies, what turns values into places, and all that is not data. */
export interface Plot {
  readonly area: Area & { readonly x: Axis; readonly y: Axis };
  readonly x: Ruler;
  readonly y: Ruler;
  /** Title, legend, grid and axes: drawn first. */
  readonly marks: readonly Mark[];
}

interface Wanted {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly legend?: readonly LegendEntry[];
}

/** Lays a chart of two axes into its frame. */
export function layOut(frame: Frame, { title, x, y, legend = [] }: Wanted): Plot {
  const head = heading(frame, title, legend);
  const top = head.height + (y.label === '' ? 8 : 26);
  const whole = { left: 8, top, width: frame.width - 24, height: frame.height - top, x, y };
  // Labels say how much room they take only once there is about that much.
  const beside = whole.left + yLabelWidth(yRuler(whole, y, rows(whole.height))) + 8;
  const below = whole.left + overhang(whole, x, xRuler(whole, x));
  const left = Math.min(Math.max(beside, below), frame.width / 2);
  const width = Math.max(10, frame.width - left - 16);
  const bottom = axisRoom(x, xRuler({ ...whole, left, width }, x, columns(width, x)));
  const height = Math.max(10, frame.height - top - bottom);
  const area = { left, top, width, height, x, y };
  const rulers = { x: xRuler(area, x, columns(width, x)), y: yRuler(area, y, rows(height)) };
  const marks = [
    ...head.marks,
    ...gridMarks(area, rulers),
    ...xAxisMarks(area, x, rulers.x),
    ...yAxisMarks(area, y, rulers.y),
  ];
  return { area, ...rulers, marks };
}

function rows(height: number): number {
  return Math.max(2, Math.round(height / 50));
}

/** What is counted has no halves between its ticks. */
function columns(width: number, axis: Axis): number {
  const wanted = Math.max(2, Math.round(width / 80));
  if (axis.kind !== 'linear' || !COUNTED.includes(axis.name)) return wanted;
  return Math.max(1, Math.min(wanted, axis.high - axis.low));
}

const COUNTED = ['epoch', 'epochs', 'trial', 'trials'];
