import type { SharedCohort } from '../../../../results/documents/live/sharing.js';
import type { BusyTime } from '../../../parts/time/busy-time.js';
import { branchRows } from './branch-rows.js';

/** A cohort with its stretch of running time, and its lane. */
export interface PlacedCohort {
  readonly cohort: SharedCohort;
  /** Seconds of running time. */
  readonly from: number;
  readonly to: number;
  /** From 0: cohorts of one lane follow each other. */
  readonly lane: number;
}

/** As many lanes as there are cohorts at once; each cohort is in the first that is free. */
export function placeCohorts(
  cohorts: readonly SharedCohort[],
  time: BusyTime,
): { readonly placed: readonly PlacedCohort[]; readonly lanes: number } {
  const free: number[] = [];
  const placed = cohorts.map((cohort) => {
    const [from, to] = [time.at(cohort.from), time.at(endOf(cohort))];
    const found = free.findIndex((end) => end <= from + SLACK);
    const lane = found < 0 ? free.length : found;
    free[lane] = to;
    return { cohort, from, to, lane };
  });
  return { placed, lanes: free.length };
}

/** Of one that runs still: as long as its reports say. */
export function endOf({ from, to, seconds }: SharedCohort): number {
  return to ?? from + seconds;
}

/** Seconds in which one cohort may begin before another has been put away. */
const SLACK = 0.05;

/** Where lanes lie below the first, each as high as its largest tree is wide. */
export function laneHeights(
  placed: readonly PlacedCohort[],
  lanes: number,
  height: number,
): readonly { readonly above: number; readonly height: number }[] {
  const rows = Array.from({ length: lanes }, () => 0);
  for (const { cohort, lane } of placed) {
    rows[lane] = Math.max(rows[lane]!, Math.min(MOST_ROWS, branchRows(cohort.branches).rows));
  }
  const total = rows.reduce((sum, each) => sum + each + HEAD_ROWS, 0);
  let above = 0;
  return rows.map((each) => {
    const own = (height * (each + HEAD_ROWS)) / total;
    above += own;
    return { above: above - own, height: own - (lanes > 1 ? Math.min(8, own / 4) : 0) };
  });
}

/** Rows that a trunk and its label are worth. */
const HEAD_ROWS = 3;
/** Rows beyond which a lane gets no more of the height. */
const MOST_ROWS = 40;
