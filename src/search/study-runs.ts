import { trialStates } from '../core/trial-state.js';
import type { StudyTrial } from './study.js';

/** One run of a point, as it is told to samplers together with the point's other runs. */
export interface StudyRun extends StudyTrial {
  /** The point that it is a run of. */
  readonly point: number;
}

/**
 * The points that these runs are of, by number.
 *
 * Of several runs a point has, by epoch, the mean over those that have come so far, and once all
 * have ended the mean of what stands for each. Runs that failed are left out, as they say nothing of
 * the point, unless all did. A point has ended when its last run has, as the worst of them: one whose
 * training diverges under other draws is no good point.
 */
export function pointsOf(runs: readonly StudyRun[]): readonly StudyTrial[] {
  const points = new Map<number, StudyRun[]>();
  for (const run of runs) {
    const others = points.get(run.point);
    if (others) others.push(run);
    else points.set(run.point, [run]);
  }
  return Array.from(points, ([number, its]) => pointOf(number, its)).sort(
    (a, b) => a.number - b.number,
  );
}

function pointOf(number: number, runs: readonly StudyRun[]): StudyTrial {
  const { params } = runs[0]!;
  const open = runs.filter(({ state }) => !trialStates[state].final);
  const sound = runs.filter(({ state }) => state !== 'failed');
  const telling = sound.length > 0 ? sound : runs;
  const losses = means(telling.map((run) => run.losses));
  if (open.length > 0) {
    const state = open.some((run) => run.state === 'running') ? 'running' : 'queued';
    return { number, params, state, losses, standing: [] };
  }
  const worst = telling.reduce((a, b) =>
    trialStates[b.state].standing > trialStates[a.state].standing ? b : a,
  );
  return { number, params, state: worst.state, losses, standing: meanStanding(telling) };
}

function meanStanding(runs: readonly StudyRun[]): readonly number[] {
  const told = runs.map(({ standing }) => standing).filter(({ length }) => length > 0);
  return means(told);
}

/** Place by place the mean over those that have so many, added up in their order. */
function means(lists: readonly (readonly number[])[]): readonly number[] {
  if (lists.length === 1) return lists[0]!;
  const length = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length }, (_, place) => {
    const there = lists.filter((list) => list.length > place);
    return there.reduce((sum, list) => sum + list[place]!, 0) / there.length;
  });
}
