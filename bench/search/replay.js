import { performance } from 'node:perf_hooks';
import { createSampler } from '#dist/search/create-sampler.js';

/** @import { Problem } from './problems.js' */

/**
 * Lets a sampler of Thaw's search: `together` points at a time, which have all ended before it is
 * asked for the next.
 *
 * @param {object} search
 * @param {Problem} search.problem
 * @param {{ type: string }} search.method
 * @param {number} search.seed
 * @param {number} search.trials
 * @param {number} search.together
 * @param {any} [search.cost]
 */
export function replay({ problem, method, seed, trials, together, cost = null }) {
  const metric = /** @type {const} */ ({ name: 'val_loss', goal: 'minimize' });
  const spec = { method, space: problem.space, seed, order: /** @type {const} */ ('declared') };
  const sampler = createSampler(spec, () => true, cost);
  /** @type {any[]} */
  const seen = [];
  let milliseconds = 0;
  while (seen.length < trials) {
    const count = Math.min(together, trials - seen.length);
    const study = { metric, objectives: [metric], trials: [...seen], earlier: [] };
    const start = performance.now();
    const points = sampler.suggest({ first: seen.length, count, study });
    milliseconds += performance.now() - start;
    if (points.length === 0) break;
    for (const params of points) {
      const loss = problem.loss(params);
      const number = seen.length;
      seen.push({ number, params, state: 'finished', losses: [loss], standing: [loss] });
    }
  }
  return { trials: seen, losses: seen.map(({ losses }) => losses[0]), milliseconds };
}

/** @param {readonly number[]} losses */
export function bestSoFar(losses) {
  let best = Number.POSITIVE_INFINITY;
  return losses.map((loss) => {
    best = Math.min(best, loss);
    return best;
  });
}
