import { allowsFor } from '#dist/config/allows.js';
import { recipeFor } from '#dist/config/recipe-for.js';
import { groupBy } from '#dist/core/lists/group-by.js';
import { isFinal } from '#dist/core/trial-state.js';
import { createPointCosts } from '#dist/plan/point-costs.js';
import { createSampler } from '#dist/search/create-sampler.js';
import { pointsFirst } from '#dist/search/points-first.js';
import { samplerNamed } from '#dist/search/sampler-named.js';
import { studyOf } from '#dist/search/study.js';
import { pointsOf } from '#dist/search/study-runs.js';
import { runsAsSeen } from '#dist/sweep/seen.js';

/**
 * @import { SweepSpec } from '#dist/core/sweep.js'
 * @import { Facts } from './facts.js'
 */

/**
 * What a sampler proposed, it proposes again, given what was kept of what it saw then.
 *
 * @param {Facts} facts
 */
export function* replays({ sweep, trials, reports }) {
  /** @type {SweepSpec} */
  const spec = sweep.spec;
  const { looks } = samplerNamed(spec.method.type);
  const costs = createPointCosts((params) => recipeFor(spec, params));
  const sampler = pointsFirst(
    createSampler(spec, allowsFor(spec), spec.sharing === 'prefer' ? costs : null),
    spec.points,
    looks,
  );
  const sign = spec.metric.goal === 'maximize' ? -1 : 1;
  const losses = groupBy(reports, ({ trial_id }) => trial_id);
  const runs = trials.map(({ id, number, point, params, state }) => {
    const its = (losses.get(id) ?? []).map(({ metrics }) => {
      const value = metrics[spec.metric.name];
      return value === null || value === undefined ? Number.POSITIVE_INFINITY : sign * value;
    });
    const standing =
      isFinal(/** @type {any} */ (state)) && its.length > 0 ? [Math.min(...its)] : [];
    return { number, point, params, state: /** @type {any} */ (state), losses: its, standing };
  });
  for (const { number, point, replicate, params, seen, recipe } of trials) {
    const again = recipeFor(spec, params, replicate);
    if (JSON.stringify(again) !== JSON.stringify(recipe)) {
      yield `the recipe of trial ${number} is not that of its params`;
    }
    if (looks && seen === null) continue;
    const [first, count] = looks ? seen.asked : [point, 1];
    const study = studyOf(spec, looks ? pointsOf(runsAsSeen(seen, runs)) : []);
    const suggested = sampler.suggest({ first, count, study }).map((each) => JSON.stringify(each));
    if (!suggested.includes(JSON.stringify(params))) {
      yield `trial ${number} has params that its sampler did not propose`;
    }
  }
}
