import { byStanding, type Standing } from '../../core/standing.js';
import type { Objective } from '../../core/study/objective.js';
import type { SweepSpec } from '../../core/sweep.js';
import type { Trial } from '../../core/trial.js';
import { violationOf } from '../../search/pareto/violation-of.js';
import type { Roster } from '../roster.js';

/** A run that a point lacks. */
export interface MissingRun extends Pick<Trial, 'point' | 'replicate' | 'params'> {}

/**
 * The runs that points lack of those that `repeats` asks for, now that all trials have ended: of each
 * point, or of those whose first runs stand best. By those alone, so that the same points lead however
 * their repeats turn out. Points `apart` were made of other images, and are left as they are.
 */
export function missingRuns(
  roster: Roster,
  { repeats: { n, top }, objectives }: Pick<SweepSpec, 'repeats' | 'objectives'>,
  apart: ReadonlySet<number>,
): readonly MissingRun[] {
  if (n === 1) return [];
  const there = new Map<number, Set<number>>();
  for (const { point, replicate } of roster.all()) {
    there.set(point, (there.get(point) ?? new Set()).add(replicate));
  }
  const firsts = roster.all().filter(({ id, replicate }) => replicate === 0 && !apart.has(id));
  const wanted = top === null ? firsts : leaders(firsts, roster, objectives).slice(0, top);
  return wanted.flatMap(({ point, params }) =>
    Array.from({ length: n }, (_, replicate) => replicate)
      .filter((replicate) => !there.get(point)!.has(replicate))
      .map((replicate) => ({ point, params, replicate })),
  );
}

/** Finished trials, the best first, and those within bounds before others. */
function leaders(
  trials: readonly Trial[],
  roster: Roster,
  objectives: readonly Objective[],
): readonly Trial[] {
  const standings = new Map(roster.runs().map(({ number, standing }) => [number, standing]));
  const standing = ({ state, number }: Trial): Standing => {
    const losses = standings.get(number)!;
    const feasible = violationOf(losses, objectives) === 0;
    return { state, number, loss: losses[0]!, feasible };
  };
  return trials
    .filter(({ state, number }) => state === 'finished' && standings.get(number)!.length > 0)
    .sort((a, b) => byStanding(standing(a), standing(b)));
}
