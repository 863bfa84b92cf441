import type { SharedCohort } from '../../../../results/documents/live/sharing.js';
import { type Ruler, rulerOf } from '../../../axis.js';
import type { Frame } from '../../../chart.js';
import { axisRoom } from '../../../parts/axis-marks.js';
import { busyTime } from '../../../parts/time/busy-time.js';
import { unitOfTime } from '../../../parts/time/unit-of-time.js';
import type { Area, Axis } from '../../../scene.js';
import type { Box } from './cohort-marks.js';
import { endOf, laneHeights, placeCohorts } from './place-cohorts.js';

export interface CohortLayout {
  readonly area: Area & { readonly x: Axis };
  readonly x: Ruler;
  readonly boxes: readonly Box[];
  /** Seconds that are left out, as nothing ran in them. */
  readonly paused: number;
}

/** Cohorts along the time in which something ran, in as many lanes as ran at once. */
export function layOutCohorts(
  frame: Frame,
  cohorts: readonly SharedCohort[],
  top: number,
): CohortLayout {
  const time = busyTime(cohorts.map((cohort) => ({ from: cohort.from, to: endOf(cohort) })));
  const { placed, lanes } = placeCohorts(cohorts, time);
  const unit = unitOfTime(time.total);
  const axis: Axis = {
    ...{ kind: 'linear', name: 'time', low: 0, high: Math.max(time.total, 1e-3) / unit.seconds },
    label: `${unit.name} of running${time.paused > 0 ? ', pauses left out' : ''}`,
  };
  const [left, width] = [14, frame.width - 28];
  const x = rulerOf(axis, left, left + width, Math.max(2, Math.round(width / 90)));
  const height = Math.max(20, frame.height - top - axisRoom(axis, x));
  const own = laneHeights(placed, lanes, height);
  return {
    area: { left, top, width, height, x: axis, y: null },
    x,
    paused: time.paused,
    boxes: placed.map(({ cohort, from, to, lane }) => {
      const [start, end] = [x.clamped(from / unit.seconds)!, x.clamped(to / unit.seconds)!];
      const { above, height } = own[lane]!;
      // A gap between those that follow each other.
      const box = { left: start, width: Math.max(1, end - start - 1.5) };
      return { cohort, ...box, top: top + above, height };
    }),
  };
}
