import { type Ruler, rulerOf } from '../../../axis.js';
import type { Frame } from '../../../chart.js';
import type { Dimension } from '../../../parts/params/dimensions.js';
import { withListed } from '../../../parts/params/listed-ticks.js';
import { fitting } from '../../../parts/text-width.js';
import type { Area, Axis } from '../../../scene.js';

/** An upright axis among others. */
export interface Rail {
  readonly axis: Axis;
  readonly x: number;
  readonly ruler: Ruler;
  readonly area: Area;
  /** Its name is written this many rows above the axis, so that neighbors do not touch. */
  readonly row: number;
}

export interface Rails {
  readonly rails: readonly Rail[];
  readonly top: number;
  readonly bottom: number;
  /** Where lines of points that do not have a parameter run; null: all points have all. */
  readonly absent: number | null;
  /** Pixels from one axis to the next. */
  readonly spacing: number;
  /** Characters of a name, and of a tick's label, at most. */
  readonly nameLength: number;
  readonly labelLength: number;
}

/** Upright axes beside each other: the dimensions', then that of what is measured. */
export function placeRails(
  frame: Frame,
  {
    dimensions,
    axes,
  }: { readonly dimensions: readonly Dimension[]; readonly axes: readonly Axis[] },
  head: number,
  hasAbsent: boolean,
): Rails {
  const spacing = (frame.width - LEFT - RIGHT) / Math.max(1, axes.length - 1);
  // Names as long as fit over so many of their neighbors, each a row higher than the last.
  const rows = spacing > 110 ? 1 : spacing > 62 ? 2 : 3;
  const top = head + (rows + 1) * ROW + 4;
  const bottom = frame.height - (hasAbsent ? 44 : 18);
  const wide = Math.min(spacing, 24);
  return {
    ...{ top, bottom, spacing, absent: hasAbsent ? frame.height - 20 : null },
    nameLength: Math.min(32, fitting(rows * spacing - 12, SIZE)),
    labelLength: Math.min(18, fitting(spacing - 14, SIZE)),
    rails: axes.map((axis, k) => {
      const x = LEFT + k * spacing;
      const area = { left: x - wide / 2, top, width: wide, height: bottom - top, x: null, y: axis };
      const wanted = Math.max(2, Math.round((bottom - top) / 60));
      const ruler = rulerOf(axis, bottom, top, wanted);
      const dimension = dimensions[k];
      // What is measured has the uppermost row to itself: its name is long.
      const row = dimension ? (axes.length - 2 - k) % rows : rows;
      return { axis, x, area, row, ruler: dimension ? withListed(ruler, dimension, 13) : ruler };
    }),
  };
}

const LEFT = 18;
const RIGHT = 60;
const ROW = 15;
const SIZE = 11;
